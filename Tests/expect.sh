# What the proofs of additions, packages and upgrades share. Sourced, never run.

say() { printf '%s\n' "$*" >&2; }
failures=0

# expect WHAT PATTERN COMMAND...: the command's output holds the pattern, within `patience` seconds.
patience=0
expect() {
  local what=$1 pattern=$2 output end=$((SECONDS + patience))
  while output=$("${@:3}" 2>&1) || true; ! grep -qE -e "$pattern" <<< "$output"; do
    if [ $SECONDS -ge $end ]; then
      say "FAIL  $what: expected $pattern, found: $(tail -c 600 <<< "$output")"
      failures=$((failures + 1))
      return
    fi
    sleep 1
  done
  say "ok    $what"
}
