// Looks for a number that makes the SHA-256 of "nonce:number" begin with so many zero bits (portal/effort/puzzles.py).
const encoder = new TextEncoder();

export async function solve(nonce, bits) {
  for (let number = 0; ; number += 1) {
    const digest = await crypto.subtle.digest("SHA-256", encoder.encode(`${nonce}:${number}`));
    if (new DataView(digest).getUint32(0) >>> (32 - bits) === 0) return String(number);
  }
}

addEventListener("message", async ({ data: { nonce, bits } }) => postMessage(await solve(nonce, bits)));
