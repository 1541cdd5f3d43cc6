#!/usr/bin/env bash
# The steps of action.yml. Inputs come as variables, never as text of a script.
#
#     run.sh find     gets the released program, or says what to build
#     run.sh build    builds it from the source beside this file
#     run.sh lint     runs it, and sets the outputs
set -euo pipefail

# With `/` between its parts, on Windows too.
here=${BASH_SOURCE[0]//\\//}
source=$(cd "${here%/*}/../.." && pwd)
folder=${RUNNER_TEMP//\\//}/twir-lint
releases=https://github.com/OWNER/twir-lint/releases/download

# Tells what is wrong, as an annotation of the run.
fail() {
    printf '::error title=twir-lint::%s\n' "$(escaped "$1")"
    exit 2
}

escaped() {
    local text=$1
    text=${text//'%'/%25}
    text=${text//$'\r'/%0D}
    printf '%s' "${text//$'\n'/%0A}"
}

# Sets an output; a value is one line.
output() { printf '%s=%s\n' "$1" "${2//[$'\r\n']/ }" >> "$GITHUB_OUTPUT"; }

sha256() {
    if command -v sha256sum > /dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

# What a release calls this machine; nothing where no release is made for it.
target() {
    case $RUNNER_OS-$RUNNER_ARCH in
        Linux-X64) echo x86_64-unknown-linux-musl ;;
        Linux-ARM64) echo aarch64-unknown-linux-musl ;;
        macOS-X64) echo x86_64-apple-darwin ;;
        macOS-ARM64) echo aarch64-apple-darwin ;;
        Windows-X64) echo x86_64-pc-windows-msvc ;;
    esac
}

download() { curl --fail --silent --show-error --location --proto '=https' --retry 3 --output "$2" "$1"; }

# Gets and unpacks a release, and sets `program`. False where there is none for this machine.
get_release() {
    local version=$1 target name archive wanted found
    target=$(target)
    [[ -n $target ]] || return 1
    name=twir-lint-$version-$target
    archive=$name.tar.gz
    [[ $RUNNER_OS != Windows ]] || archive=$name.zip
    download "$releases/v$version/$archive" "$folder/$archive" || return 1
    download "$releases/v$version/$archive.sha256" "$folder/$archive.sha256" ||
        fail "the release $version has no checksum for $archive"
    read -r wanted _ < "$folder/$archive.sha256" || true
    found=$(sha256 "$folder/$archive")
    found=${found%% *}
    [[ $wanted =~ ^[0-9a-f]{64}$ && ${found#\\} == "$wanted" ]] ||
        fail "$archive is not what was released: its checksum is $found, and has to be $wanted"
    if [[ $archive == *.zip ]]; then
        unzip -q -o "$folder/$archive" -d "$folder"
        program=$folder/$name/twir-lint.exe
    else
        tar -xzf "$folder/$archive" -C "$folder"
        program=$folder/$name/twir-lint
    fi
    "$program" --version || fail "the program in $archive does not run here"
}

find_program() {
    local own version=$INPUT_VERSION program=''
    mkdir -p "$folder"
    own=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$source/Cargo.toml" | sed -n 1p)
    version=${version#v}
    if [[ -n $version && $version != source && ! $version =~ ^[0-9]+\.[0-9]+\.[0-9]+[0-9A-Za-z.+-]*$ ]]; then
        fail "version: \`$version\` is no version; write one like \`$own\`, or \`source\`"
    fi
    if [[ $version != source ]] && get_release "${version:-$own}"; then
        output program "$program"
        return
    fi
    if [[ -n $version && $version != source && $version != "$own" ]]; then
        fail "version: there is no release $version for $RUNNER_OS on $RUNNER_ARCH"
    fi
    # What it is built from; the cache knows it by this.
    output key "$(cd "$source" && find Cargo.toml Cargo.lock src -type f | LC_ALL=C sort | while IFS= read -r file; do
        sha256 "$file"
    done | sha256 | cut -c 1-64)"
    output folder "$folder/built"
}

build() {
    [[ ! -x $folder/built/bin/twir-lint && ! -x $folder/built/bin/twir-lint.exe ]] || return 0
    command -v cargo > /dev/null || fail 'there is no release for this machine, and no cargo to build with'
    cd "$source"
    cargo install --locked --quiet --path . --root "$folder/built"
}

# Sets `lines` to the lines of a text that hold something.
read_lines() {
    local line
    lines=()
    while IFS= read -r line || [[ -n $line ]]; do
        # Blanks around a line of YAML mean nothing.
        line=${line#"${line%%[![:space:]]*}"}
        line=${line%"${line##*[![:space:]]}"}
        [[ -z $line ]] || lines+=("$line")
    done <<< "$1"
}

# What a pull request is compared with; nothing for another event. GitHub checks out the merge of its branch with the newest
# commit of the base, which may be newer than the event knows.
base() {
    local head
    head=$(git rev-parse --verify --quiet HEAD) || true
    if [[ -n $BASE_SHA && $head == "${GITHUB_SHA:-}" ]] && git rev-parse --verify --quiet 'HEAD^2' > /dev/null; then
        echo 'HEAD^1'
    else
        printf '%s' "$BASE_SHA"
    fi
}

# Whether the author of the pull request may write to the repository. The token is no word of a command line, which others on the
# machine could read.
author_may_write() {
    local answer
    [[ $AUTHOR =~ ^[A-Za-z0-9-]+(\[bot\])?$ ]] || return 1
    answer=$(printf 'header = "Authorization: Bearer %s"\n' "$TOKEN" | curl --fail --silent --globoff --config - \
        --header 'Accept: application/vnd.github+json' \
        "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/collaborators/$AUTHOR/permission") || return 1
    [[ $answer =~ \"permission\":\ *\"(admin|write)\" ]]
}

# The newest issues, by their dates.
newest() {
    local file
    for file in content/*.md draft/*.md; do
        [[ ! ${file##*/} =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}-this-week-in-rust\.md$ ]] || printf '%s %s\n' "${file##*/}" "$file"
    done | LC_ALL=C sort | tail -n "$1" | cut -d ' ' -f 2
}

# What the program says of its own trouble, in one line; without a word of its own, where to look.
reason() {
    local words
    words=$(sed -n 's/^twir-lint: error: //p' "$1" | head -n 3 | cut -c 1-1000)
    printf '%s' "${words:-not all could be done that was asked for; the log of this step has more}"
}

lint() {
    local program=$RELEASED options=() paths=() line lines=() since=$INPUT_SINCE report reports code=0 errors warnings
    [[ -z ${INPUT_DIRECTORY-} ]] || cd "$INPUT_DIRECTORY"
    if [[ -z $program ]]; then
        program=$folder/built/bin/twir-lint
        [[ -x $program ]] || program=$program.exe
    fi
    [[ -n $since ]] || since=$(base)
    [[ -z $since || $since == none ]] || options+=(--since "$since")
    case $INPUT_PUBLISH in
        true) options+=(--publish) ;;
        false | '') ;;
        *) fail "publish: \`$INPUT_PUBLISH\` is neither true nor false" ;;
    esac
    case ${INPUT_ONLINE-} in
        true) options+=(--online) ;;
        false | '') ;;
        *) fail "online: \`$INPUT_ONLINE\` is neither true nor false" ;;
    esac
    [[ -z $INPUT_CONFIG ]] || options+=(--config "$INPUT_CONFIG")
    read_lines "${INPUT_ALLOW-}"
    for line in ${lines[@]+"${lines[@]}"}; do options+=("--allow=$line"); done
    read_lines "${INPUT_DENY-}"
    for line in ${lines[@]+"${lines[@]}"}; do options+=("--deny=$line"); done
    read_lines "${INPUT_ARGS-}"
    for line in ${lines[@]+"${lines[@]}"}; do
        [[ $line == -* ]] || fail "args: \`$line\` is not an option; write its value behind a \`=\`"
        options+=("$line")
    done
    case ${INPUT_CLOSED_SECTIONS-} in
        true)
            # Only of a change is it known what its author adds.
            if [[ -n $AUTHOR && -n $since && $since != none ]]; then
                if author_may_write; then options+=(--allow=closed-section); else options+=(--deny=closed-section); fi
            fi
            ;;
        false | '') ;;
        *) fail "closed-sections: \`$INPUT_CLOSED_SECTIONS\` is neither true nor false" ;;
    esac
    # The program has no use for it.
    unset TOKEN
    read_lines "$INPUT_PATHS"
    if [[ -n ${INPUT_LAST-} ]]; then
        [[ $INPUT_LAST =~ ^[1-9][0-9]{0,3}$ ]] || fail "last: \`$INPUT_LAST\` is not a number of issues"
        # A pull request is judged by what it changes.
        if [[ (-z $since || $since == none) && ${#lines[@]} == 0 ]]; then read_lines "$(newest "$INPUT_LAST")"; fi
    fi
    paths=(${lines[@]+"${lines[@]}"})
    # The expansions with `+`: the bash of macOS takes an empty array for an unset one.
    run() { "$program" ${options[@]+"${options[@]}"} "$@" -- ${paths[@]+"${paths[@]}"}; }

    mkdir -p "$folder"
    case $INPUT_FORMAT in
        github | markdown) report=$folder/report.md ;;
        json | rdjson | review) report=$folder/report.json ;;
        sarif) report=$folder/report.sarif ;;
        *) report=$folder/report.txt ;;
    esac
    run --format "$INPUT_FORMAT" --fail-on "$INPUT_FAIL_ON" 2> "$folder/trouble.txt" || code=$?
    cat "$folder/trouble.txt" >&2
    # What others post, and whatever can be said where not all could be done.
    reports=$folder/reports
    rm -rf "$reports"
    mkdir -p "$reports"
    run --format json --fail-on never --output-file "$reports/report.json" 2> /dev/null || ((code > 1))
    run --format markdown --fail-on never --output-file "$reports/comment.md" 2> /dev/null || ((code > 1))
    [[ -z $since || $since == none ]] ||
        run --format review --fail-on never --output-file "$reports/review.json" 2> /dev/null || ((code > 1))
    output reports "$reports"
    if ((code > 1)); then
        fail "$(reason "$folder/trouble.txt")"
    fi
    # Annotations are no file: what can be kept of them is the comment.
    if [[ $INPUT_FORMAT == github ]]; then
        run --format markdown --fail-on never --output-file "$report"
    else
        run --format "$INPUT_FORMAT" --fail-on never --output-file "$report"
    fi
    errors=$(sed -n 's/^    "errors": \([0-9]*\),*$/\1/p' "$reports/report.json")
    warnings=$(sed -n 's/^    "warnings": \([0-9]*\),*$/\1/p' "$reports/report.json")
    output errors "$errors"
    output warnings "$warnings"
    output report "$report"
    return "$code"
}

case ${1:-} in
    find) find_program ;;
    build) build ;;
    lint) lint ;;
    *) fail 'usage: run.sh find | build | lint' ;;
esac
