#!/usr/bin/env bash
# Scores the narrative engine against the three volumes of gold notes, one after the other and together.
set -euo pipefail
cd "$(dirname "$0")/.."
fairnote=${FAIRNOTE:-target/release/fairnote}
gold=tests/gold out=target/accuracy
mkdir -p "$out"
cat "$gold"/dev.jsonl "$gold"/dev-b.jsonl "$gold"/dev-c.jsonl >"$out/all.jsonl"
for volume in dev dev-b dev-c; do
  # The engine sees the notes and never the annotations.
  python3 -c 'import json, sys
for line in sys.stdin:
    note = json.loads(line)
    print(json.dumps({key: note[key] for key in ("id", "context", "note")}, ensure_ascii=False))' \
    <"$gold/$volume.jsonl" >"$out/$volume.notes.jsonl"
  "$fairnote" annotate <"$out/$volume.notes.jsonl" >"$out/$volume.predicted.jsonl"
  echo
  echo "== $gold/$volume.jsonl"
  python3 "$gold/score.py" "$gold/$volume.jsonl" "$out/$volume.predicted.jsonl"
done
cat "$out"/dev.predicted.jsonl "$out"/dev-b.predicted.jsonl "$out"/dev-c.predicted.jsonl >"$out/all.predicted.jsonl"
echo
echo "== all three"
python3 "$gold/score.py" "$out/all.jsonl" "$out/all.predicted.jsonl"
