// The name of the port over which the background tells pages how things stand. Apart from the protocol, so that
// a page that only listens does not carry the schemas.
export const watchPort = 'watch';
