// The models that narratives are read with, by the id of the standard that needs one: the name of a file in ./standards. The
// package's build fills it in, so that a standard and its model are fetched at once; whatever is not here is asked for once the
// standard has said that it needs it.
export const models = {};
