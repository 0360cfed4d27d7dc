/** Whether a field of config.json is a path on this site, which no third party gets to hear of. */
export const isOwnPath = (value) => typeof value === "string" && value !== "" && !value.startsWith("//") && !/[:\\]/.test(value);
