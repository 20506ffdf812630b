// The engine travels folded: instructions in one lane, what they take in others, as `xtask/src/fold.rs` lays them out.
// Numbers are copied as they are written; lengths, which do not travel, are written in five bytes. A page waits for it:
// what is common comes first.
const unfold = buffer => {
  const folded = new Uint8Array(buffer), head = new Uint32Array(buffer, 0, 12), out = new Uint8Array(head[0]);
  let at = 48, to = 0;
  const lanes = head.slice(2).map(length => (at += length) - length);
  // By instruction: the lane of the one number that it takes; 10 is something else.
  const takes = new Uint8Array(256).fill(9, 2, 5).fill(9, 12, 14).fill(5, 32, 35).fill(3, 35, 39).fill(8, 40, 63).fill(3, 63, 65);
  [takes[16], takes[65], takes[66], takes[208], takes[210]] = [7, 4, 6, 3, 3];
  for (const op of [11, 14, 17, 28, 67, 68, 252]) takes[op] = 10;

  const number = lane => {
    let place = lanes[lane], byte;
    do out[to++] = byte = folded[place++]; while (byte > 127);
    lanes[lane] = place;
  };
  // One that is read as well: it is small.
  const count = lane => {
    const place = lanes[lane], low = folded[place];
    number(lane);
    return low > 127 ? low & 127 | folded[place + 1] << 7 : low;
  };
  const bytes = (lane, length) => {
    for (; length > 0; length -= 1) out[to++] = folded[lanes[lane]++];
  };
  // Behind the room for it.
  const sized = begin => {
    for (let place = 5, length = to - begin; place; place -= 1, length >>= 7) out[begin - place] = length & 127 | (place > 1 ? 128 : 0);
  };
  const rare = op => {
    let more = 2;
    if (op == 67 || op == 68) return bytes(3, op == 67 ? 4 : 8);
    if (op == 14 || op == 28) more = count(3) + (op == 14);
    if (op == 252) {
      bytes(1, 1);
      more = out[to - 1];
      more = more < 8 ? 0 : more % 2 || more == 16 ? 1 : 2;
    }
    for (; more > 0; more -= 1) number(3);
  };
  const body = () => {
    for (let groups = count(2); groups; groups -= 1) {
      number(2);
      bytes(2, 1);
    }
    for (let depth = 1; depth;) {
      const op = out[to++] = folded[lanes[1]++], lane = takes[op];
      if (!lane) continue;
      if (lane < 10) {
        // Alignment is none.
        if (lane == 8) to += 1;
        else if (op < 5) depth += 1;
        number(lane);
      } else if (op == 11) depth -= 1;
      else rare(op);
    }
  };

  bytes(0, head[1]);
  out[to++] = 10;
  const section = to += 5;
  for (let left = count(3); left; left -= 1) {
    const begin = to += 5;
    body();
    sized(begin);
  }
  sized(section);
  bytes(0, head[2] - head[1]);
  return out.subarray(0, to);
};
