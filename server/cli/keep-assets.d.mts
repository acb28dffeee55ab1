/** Copies the files of the page built before that `made` does not have and that are younger than a week, with their dates. */
export function keepAssets(before: string, made: string): Promise<void>;
