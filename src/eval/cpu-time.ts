/** Processor time this process has used, in milliseconds: on a shared machine steadier than the clock. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
