# Sourced by ../fleet for `./fleet test [NAME]`: installs what the tests need, builds all, runs every test assembly (whose
# name holds NAME), and closes with one line: N passed, N failed, N skipped. Not a program of its own.
need /usr/bin/jq jq
need /usr/bin/busybox busybox-static
need /usr/bin/strace strace
need /usr/bin/skopeo skopeo
need /usr/bin/umoci umoci
need /usr/bin/docker-registry docker-registry
need /usr/lib/postgresql postgresql
need /usr/bin/setfattr attr
need /usr/bin/qemu-system-x86_64 qemu-system-x86
need /sbin/depmod kmod
need /sbin/mke2fs e2fsprogs
need /sbin/losetup mount
need /usr/sbin/debootstrap debootstrap
need /usr/bin/cpio cpio
need /sbin/ip iproute2
need /usr/sbin/dockerd docker.io

locked_build
quiet "restore of the tests" dotnet restore "$top/Fleet.sln" -v q -nodeReuse:false
quiet "build of the tests" dotnet build "$top/Fleet.sln" -c Release --no-restore -v q -m:2 -nodeReuse:false -p:UseSharedCompilation=false

# What is there already (an agent of the user's own, say) is not of the tests' making.
before=$(sh "$top/tests/leftovers.sh" || true)

passed=0 failed=0 skipped=0 broken=""
# The tests' own temporary folder, so that whatever a killed test leaves behind is found and goes with it.
FLEET_SHIM=$dist/fleet-shim FLEET_DIST=$dist
export FLEET_SHIM FLEET_DIST
for project in "$top"/tests/*.Tests; do
    name=${project##*/}
    case $name in *"${1-}"*) ;; *) continue ;; esac
    lower=$name
    assembly=$top/.artifacts/bin/$lower/release/$name.dll
    [ -f "$assembly" ] || { say "$name was not built"; broken="$broken $name"; failed=$((failed + 1)); continue; }
    output=$top/.artifacts/test-$name.log
    # Real processes, kernels and clocks on a shared machine: an assembly that fails is run once more, and both runs are told.
    # A test that fails twice has failed. One that hangs must not take the whole run with it.
    for try in 1 2; do
        code=0
        timeout -k 10 900 dotnet test "$assembly" --logger "console;verbosity=normal" >"$output" 2>&1 9>&- || code=$?
        [ "$code" != 0 ] && [ "$try" = 1 ] || break
        echo "$name failed at first, and is run again:"
        grep -A4 -E '^  Failed ' "$output" | head -n 60 || tail -n 5 "$output"
        cp "$output" "$output.first"
    done
    p=$(sed -n 's/^ *Passed: *\([0-9]*\)$/\1/p' "$output" | tail -n 1)
    f=$(sed -n 's/^ *Failed: *\([0-9]*\)$/\1/p' "$output" | tail -n 1)
    s=$(sed -n 's/^ *Skipped: *\([0-9]*\)$/\1/p' "$output" | tail -n 1)
    passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${s:-0}))
    echo "$name: ${p:-0} passed, ${f:-0} failed, ${s:-0} skipped"
    if [ "$code" != 0 ]; then
        broken="$broken $name"
        [ "${f:-0}" != 0 ] || failed=$((failed + 1))
        grep -vE '^ *Passed ' "$output" | tail -n 150
    fi
    # What was skipped says why.
    grep -A2 -E '^ *Skipped ' "$output" | grep -vE '^(--| *Skipped *[0-9:]*$)' || true
done

# Nothing of ours may remain. The one exception is the empty top group, which a killed test cannot take with it: removed, and told.
for group in /sys/fs/cgroup/fleet /sys/fs/cgroup/*/fleet; do
    echo "$before" | grep -qxF "cgroup $group" || { [ -d "$group" ] && rmdir "$group" 2>/dev/null && echo "removed the empty group $group"; } || true
done
left=$(sh "$top/tests/leftovers.sh" | grep -vxF -e "$before" || true)
if [ -z "$left" ]; then passed=$((passed + 1)); else
    echo "left behind by the tests:"; echo "$left"; failed=$((failed + 1)); broken="$broken leftovers"
fi
[ -z "$broken" ] || echo "failed:$broken"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
