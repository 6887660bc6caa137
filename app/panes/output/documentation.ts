/** The page of SQLAlchemy's documentation for an error code, where it has one. */
export function documentationOf(code: string | null): string | null {
  return code === null || !/^[a-z0-9]{4}$/.test(code) ? null : `https://sqlalche.me/e/20/${code}`;
}
