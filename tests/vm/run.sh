#!/bin/sh
# Boots Debian's own kernel under qemu, without KVM and with cgroup v2 alone, and runs inside.sh there.
# usage: run.sh SCRATCH DIST LAYOUT
#   SCRATCH  a folder to work in; kernel and modules stay there for the next run
#   DIST     what `./fleet build` made
#   LAYOUT   an OCI layout of busybox
# Prints the console; lines "PASS name" and "FAIL name: why" are the outcome. Needs Debian's qemu-system-x86, busybox-static,
# cpio, e2fsprogs and kmod.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dist=$2 layout=$3
mkdir -p "$1" && cd "$1"

. "$here/machine.sh"
get_kernel

# The machine's disk: busybox, the C library, Fleet.
rm -rf disk && mkdir -p disk/bin disk/sbin disk/proc disk/sys disk/dev disk/run disk/tmp disk/var/lib disk/etc disk/root disk/lib/modules
cp /bin/busybox disk/bin/
for applet in $(/bin/busybox --list); do [ "$applet" = busybox ] || ln -s busybox "disk/bin/$applet"; done
for library in $(ldd "$dist/fleet" "$dist/fleet-shim" "$dist/agent/fleet-agent" "$dist/agent/libe_sqlite3.so" | grep -o '/[^ ]*' | sort -u) \
    $(ls /usr/lib/*-linux-gnu/libssl.so.3 /usr/lib/*-linux-gnu/libcrypto.so.3); do
    case $library in *:) continue ;; esac
    [ -f "$library" ] || continue
    mkdir -p "disk$(dirname "$library")" && cp -Ln "$library" "disk$library" 2>/dev/null || true
done
cp -r "$dist" disk/fleet && rm -rf disk/fleet/samples
cp -r "$layout" disk/image
cp "$here/inside.sh" disk/inside.sh
printf 'root:x:0:0:root:/root:/bin/sh\n' >disk/etc/passwd
printf 'root:x:0:\n' >disk/etc/group
add_modules disk
make_disk disk 900M
boot disk 900 "" /bin/sh /inside.sh
