/** The heights of rows one below the other; knows where each begins without adding up those above. */
export class Heights {
  readonly #heights: Float64Array;
  /** A Fenwick tree of the heights. */
  readonly #sums: Float64Array;

  constructor(heights: Float64Array) {
    this.#heights = heights;
    this.#sums = new Float64Array(heights.length + 1);
    for (let at = 1; at <= heights.length; at++) {
      this.#sums[at] = (this.#sums[at] ?? 0) + (heights[at - 1] ?? 0);
      const above = at + (at & -at);
      if (above <= heights.length) this.#sums[above] = (this.#sums[above] ?? 0) + (this.#sums[at] ?? 0);
    }
  }

  get total(): number {
    return this.offset(this.#heights.length);
  }

  height(place: number): number {
    return this.#heights[place] ?? 0;
  }

  /** Where a row begins; for the place after the last, where that ends. */
  offset(place: number): number {
    let sum = 0;
    for (let at = place; at > 0; at -= at & -at) sum += this.#sums[at] ?? 0;
    return sum;
  }

  /** @returns by how much it has grown */
  set(place: number, height: number): number {
    const more = height - this.height(place);
    if (more === 0) return 0;
    this.#heights[place] = height;
    for (let at = place + 1; at < this.#sums.length; at += at & -at) this.#sums[at] = (this.#sums[at] ?? 0) + more;
    return more;
  }

  /** The row at a distance from the top; the nearest there is where there is none. */
  at(distance: number): number {
    let place = 0;
    let left = distance;
    let step = 1;
    while (step * 2 <= this.#heights.length) step *= 2;
    for (; step > 0; step >>= 1) {
      const sum = this.#sums[place + step];
      if (place + step <= this.#heights.length && sum !== undefined && sum <= left) {
        place += step;
        left -= sum;
      }
    }
    return Math.max(0, Math.min(place, this.#heights.length - 1));
  }
}
