#!/usr/bin/env bash
# action.yml and the workflows against the schemas of GitHub, and against the rules of zizmor, actionlint and shellcheck. Needs
# check-jsonschema and zizmor on the path.
set -euo pipefail
cd "$(dirname "$0")/../.."

# In the examples, the one who copies them writes the commit of a release. Here it is any.
examples=target/examples/.github/workflows
rm -rf target/examples
mkdir -p "$examples"
for file in .github/examples/*.yml; do
    sed "s/@COMMIT # \(v[0-9.]*\) .*/@$(printf '%040d' 1) # \1/" "$file" > "$examples/${file##*/}"
done

check-jsonschema --builtin-schema vendor.github-actions action.yml comment/action.yml
check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml "$examples"/*.yml
check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
zizmor --offline --no-progress --persona pedantic --quiet action.yml comment/action.yml .github/workflows .github/dependabot.yml "$examples"
if command -v actionlint > /dev/null; then
    # `$/` alone is the action at the root of the repository that holds the workflow, which actionlint takes for unfinished.
    actionlint -no-color -ignore 'specifying action "\$/" in invalid format' .github/workflows/*.yml "$examples"/*.yml
else
    echo 'actionlint is not to be had: skipped'
fi
if command -v shellcheck > /dev/null; then
    shellcheck .ci/release .ci/run .github/action/run.sh tests/action/check.sh
else
    echo 'shellcheck is not to be had: skipped'
fi
