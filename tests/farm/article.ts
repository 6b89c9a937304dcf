// To come.
export const articlePage = (): string => '<!doctype html><title>x</title><article><p>Later.</p></article>';
