// The engine travels folded: instructions in one lane, what they take in others, as `xtask/src/fold.rs` lays them out.
// Numbers are copied as they are written; lengths, which do not travel, are written in five bytes.
const unfold = buffer => {
  const folded = new Uint8Array(buffer), head = new Uint32Array(buffer, 0, 12), out = new Uint8Array(head[0]);
  let at = 48, to = 0, value;
  const lanes = Array.from(head.subarray(2), length => (at += length) - length);
  const copy = (lane, count) => {
    out.set(folded.subarray(lanes[lane], lanes[lane] += count), to);
    to += count;
  };
  // Numbers that are read here are small.
  const numbers = (lane, count = 1) => {
    for (; count > 0; count -= 1) {
      let place = lanes[lane];
      value = folded[place] & 127;
      if (folded[place] > 127) value |= folded[place + 1] << 7;
      while ((out[to++] = folded[place++]) > 127);
      lanes[lane] = place;
    }
  };
  // Keeps room for a length, and gives what writes it.
  const sized = () => {
    const begin = to += 5;
    return () => {
      for (let place = 5, length = to - begin; place; place -= 1, length >>= 7) out[begin - place] = length & 127 | (place > 1 ? 128 : 0);
    };
  };
  const body = () => {
    numbers(2);
    for (let groups = value; groups; groups -= 1) {
      numbers(2);
      copy(2, 1);
    }
    for (let depth = 1; depth;) {
      const op = out[to++] = folded[lanes[1]++];
      if (op == 11) depth -= 1;
      else if (op > 31 && op < 35) numbers(5);
      else if (op == 65) numbers(4);
      else if (op > 39 && op < 63) {
        to += 1;
        numbers(8);
      } else if (op > 1 && op < 5) {
        depth += 1;
        numbers(9);
      } else if (op == 12 || op == 13) numbers(9);
      else if (op == 16) numbers(7);
      else if (op == 17) numbers(3, 2);
      else if (op == 14 || op == 28) {
        numbers(3);
        numbers(3, op == 14 ? value + 1 : value);
      } else if (op > 34 && op < 39 || op == 63 || op == 64 || op == 208 || op == 210) numbers(3);
      else if (op == 66) numbers(6);
      else if (op == 67 || op == 68) copy(3, op == 67 ? 4 : 8);
      else if (op == 252) {
        const more = out[to++] = folded[lanes[1]++];
        numbers(3, more < 8 ? 0 : more % 2 || more == 16 ? 1 : 2);
      }
    }
  };
  copy(0, head[1]);
  out[to++] = 10;
  const section = sized();
  numbers(3);
  for (let left = value; left; left -= 1) {
    const end = sized();
    body();
    end();
  }
  section();
  copy(0, head[2] - head[1]);
  return out.subarray(0, to);
};
