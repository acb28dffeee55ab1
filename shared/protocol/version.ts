/** Raised whenever anything in `shared/protocol` or an op changes shape; a page with another number is asked to reload. */
export const WIRE_VERSION = 4;
