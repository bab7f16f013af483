#!/bin/sh
# Runs a script with the first Python that is new enough, or says in one sentence what is missing.
found=none
for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        exec "$candidate" "$@"
    fi
    if [ "$found" = none ]; then
        found=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || echo none)
    fi
done
echo "Moothill needs Python 3.11 or newer (found: $found); install one, or name it: make run PYTHON=/path/to/python3" >&2
exit 1
