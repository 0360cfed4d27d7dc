// A hospital's colours, made readable: contrast as WCAG 2.2 measures it, colours that are moved until they pass, and a dark
// theme from the light one. Nothing here knows a page; tests/e2e/brand.test.mjs runs it in node.

import pairs from "./pairs.json" with { type: "json" };

/** The least contrast of text, and of what is no text (WCAG 2.2, 1.4.3 and 1.4.11). */
const LEAST = { text: 4.5, shape: 3 };
/** How light a ground must be in the light theme, and may be in the dark one, so that every text can be read on it. */
const LIGHT_GROUND = 0.7;
const DARK_GROUND = 0.03;
const STEPS = 50;

/** `#0b6170`, `#0B6170` or `#fff` as three numbers, 0 to 255; `null` for anything else. */
export function readColor(text) {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(typeof text === "string" ? text.trim() : "")?.[1];
  if (!hex) return null;
  const wide = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
  return [0, 2, 4].map((at) => parseInt(wide.slice(at, at + 2), 16));
}

const write = (rgb) => "#" + rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("");

/** Relative luminance, 0 to 1. */
function luminance(color) {
  const [r, g, b] = readColor(color).map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The contrast ratio of two colours, 1 to 21. */
export function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** `part` (0 to 1) of the way from one colour to another. */
function mix(from, to, part) {
  const target = readColor(to);
  return write(readColor(from).map((byte, at) => byte + (target[at] - byte) * part));
}

/** The first colour on the way from `color` to `end` that `passes`; `end` where none does. */
function moved(color, end, passes) {
  for (let step = 0; step < STEPS; step++) {
    const next = step ? mix(color, end, step / STEPS) : write(readColor(color));
    if (passes(next)) return next;
  }
  return end;
}

/** The least contrast that a token has, over what it needs: 1 or more passes. */
function margin(name, color, tokens) {
  const over = Object.entries(LEAST).flatMap(([kind, least]) => (pairs[kind][name] ?? []).filter((ground) => tokens[ground]).map((ground) => contrast(color, tokens[ground]) / least));
  return Math.min(...over);
}

/** Every pair of a theme with its contrast, and what it needs. */
export function checked(tokens) {
  return Object.entries(pairs).flatMap(([kind, fronts]) =>
    Object.entries(fronts).flatMap(([front, grounds]) =>
      grounds.filter((ground) => tokens[front] && tokens[ground]).map((ground) => ({ front, ground, ratio: contrast(tokens[front], tokens[ground]), least: LEAST[kind] })),
    ),
  );
}

/**
 * A theme's tokens with the hospital's colours in it, every pair readable.
 *
 * @param own the tokens as `style/tokens.css` has them, by name
 * @param asked `{ action, paper, ink }`, each of them or none, already known to be colours
 * @param isDark whether it is the dark theme
 * @returns the whole theme, and what was moved: `[{ color, asked, given }]`
 */
export function theme(own, asked, isDark) {
  const far = isDark ? "#ffffff" : "#000000";
  const near = isDark ? "#000000" : "#ffffff";
  const tokens = { ...own };
  if (asked.paper) {
    const fits = (color) => (isDark ? luminance(color) <= DARK_GROUND : luminance(color) >= LIGHT_GROUND);
    tokens.paper = moved(asked.paper, near, fits);
    tokens.sunken = moved(mix(tokens.paper, "#000000", isDark ? 0.25 : 0.05), near, fits);
  }
  if (asked.ink) tokens.ink = asked.ink;
  if (asked.action) {
    tokens.action = asked.action;
    tokens["action-soft"] = mix(tokens.raised, asked.action, isDark ? 0.22 : 0.12);
  }
  for (const name of ["ink", "quiet", "action", "good", "amber", "red", "line-strong", "star"]) {
    tokens[name] = moved(tokens[name], far, (color) => margin(name, color, tokens) >= 1);
  }
  tokens.focus = asked.action ? tokens.action : moved(tokens.focus, far, (color) => margin("focus", color, tokens) >= 1);
  tokens["action-ink"] = moved(asked.action ? mix(near, tokens.action, 0.12) : tokens["action-ink"], near, (color) => margin("action-ink", color, tokens) >= 1);
  const changed = Object.keys(asked).filter((color) => asked[color] && tokens[color] !== write(readColor(asked[color])));
  return { tokens, moved: changed.map((color) => ({ color, asked: asked[color], given: tokens[color] })) };
}

/** The light and the dark theme of a brand's `colors` and `dark`; what isn't told of the dark one follows from the light one. */
export function themes(own, colors = {}, dark = {}) {
  const light = theme(own.light, colors, false);
  const derived = { ...(colors.action && { action: colors.action }), ...dark };
  const night = theme(own.dark, derived, true);
  // A colour that only the light theme named is meant to change for the dark one.
  const said = night.moved.filter(({ color }) => dark[color]);
  const notes = [...light.moved.map((it) => ({ ...it, field: `brand.colors.${it.color}` })), ...said.map((it) => ({ ...it, field: `brand.dark.${it.color}` }))];
  return { light: light.tokens, dark: night.tokens, notes };
}
