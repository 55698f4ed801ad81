# Each recipe is one line that can be typed without `just`.

# Everything that a change has to pass
ci:
    .ci/run

# Types only
check:
    cargo check --all-targets

test *names:
    cargo test {{names}}

# Take the present output as right: then read the difference
bless:
    SNAPSHOTS=overwrite cargo test

lint:
    cargo fmt --check && cargo clippy --all-targets -- -D warnings

doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps

bench *names:
    cargo bench --bench stages -- {{names}}

# Issues by dice, in a folder, to build and look at
generate folder:
    QIANZI_GENERATED_OUT={{folder}} cargo test --test generated

# Look for faults by chance: issue_read, layout_read, normalise_break, import_text
fuzz target:
    cargo +nightly fuzz run {{target}}

# Licences, sources and doubles of the dependencies
deny:
    cargo deny check
