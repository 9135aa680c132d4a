/** True for a version (`2026.11.10`) above another, part by part as numbers. */
export function isNewerVersion(version: string, than: string): boolean {
  const [one, other] = [version, than].map((each) => each.split('.').map(Number));
  const at = one!.findIndex((part, index) => part !== other![index]);
  return at >= 0 && one![at]! > (other![at] ?? -1);
}
