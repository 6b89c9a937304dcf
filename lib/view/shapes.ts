// What components may know of the messages: the shapes alone, so that no page carries a schema.
export type { EndpointDraft } from '../domain/endpoint-draft.ts';
export type { Face, KeyLine, PresetFace, RefusalReply, ServerFace, View } from '../messaging/protocol.ts';
export type { Offer } from './actions.ts';
