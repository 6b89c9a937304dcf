// To come.
export const longPage = (): string => '<!doctype html><title>x</title><article><p>Later.</p></article>';
