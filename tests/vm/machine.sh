# Sourced by run.sh and systemd.sh, in their scratch folder: Debian's own kernel, and a virtual machine without KVM that boots it.

# get_kernel: kernel and modules into ./kernel, once; $version is theirs.
get_kernel() {
    if ! ls kernel/boot/vmlinuz-* >/dev/null 2>&1; then
        package=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends:/{print $2; exit}')
        [ -n "$package" ] && apt-get download -q "$package" 2>/dev/null || {
            apt-get update -q
            package=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends:/{print $2; exit}')
            apt-get download -q "$package"
        }
        # Whole or not at all: this may be interrupted.
        rm -rf kernel.new kernel && dpkg -x "$package"_*.deb kernel.new && rm -f "$package"_*.deb && mv kernel.new kernel
    fi
    version=$(basename kernel/boot/vmlinuz-* | sed 's/^vmlinuz-//')
}

# add_modules FOLDER: those that the machine needs, into the root file system in FOLDER.
add_modules() {
    mkdir -p "$1/lib/modules/$version/kernel"
    into=$(cd "$1/lib/modules/$version" && pwd)
    (cd "kernel/lib/modules/$version" && find kernel \( -path '*virtio*' -o -path '*/overlayfs/*' -o -path '*/net/bridge/bridge.ko' -o -path '*/net/802/*' -o -path '*/net/llc/*' -o -name veth.ko -o -name loop.ko -o -name bfq.ko \) -name '*.ko' | cpio -pdm "$into" 2>/dev/null)
    cp "kernel/lib/modules/$version"/modules.order "kernel/lib/modules/$version"/modules.builtin "$into/"
    /sbin/depmod -b "$1" "$version" 2>/dev/null
}

# make_disk FOLDER SIZE: FOLDER.ext4 with the contents of FOLDER.
make_disk() {
    rm -f "$1.ext4" && /sbin/mke2fs -q -t ext4 -d "$1" "$1.ext4" "$2"
}

# boot FOLDER SECONDS WORDS PROGRAM...: the machine with FOLDER.ext4 as its root and PROGRAM as its first process; its console comes
# out here. WORDS go to the kernel.
boot() {
    root=$1 seconds=$2 words=$3
    shift 3
    # The first stage: find the disk and go on there.
    rm -rf "$root.initramfs" && mkdir -p "$root.initramfs/bin" "$root.initramfs/proc" "$root.initramfs/dev" "$root.initramfs/root" "$root.initramfs/lib/modules"
    cp /bin/busybox "$root.initramfs/bin/"
    cp -r "$root/lib/modules/$version" "$root.initramfs/lib/modules/"
    cat >"$root.initramfs/init" <<INIT
#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t devtmpfs dev /dev
for module in virtio_pci virtio_blk; do /bin/busybox modprobe \$module; done
while [ ! -e /dev/vda ]; do /bin/busybox usleep 10000; done
/bin/busybox mount -t ext4 /dev/vda /root
/bin/busybox mount --move /dev /root/dev
/bin/busybox umount /proc
exec /bin/busybox switch_root /root $*
INIT
    chmod +x "$root.initramfs/init"
    (cd "$root.initramfs" && find . | cpio -o -H newc 2>/dev/null | gzip -1) >"$root.initramfs.gz"

    exec timeout -k 10 "$seconds" qemu-system-x86_64 -accel tcg,thread=multi -smp 2 -m 2048 -cpu max -nographic -no-reboot -nic none \
        -kernel kernel/boot/vmlinuz-* -initrd "$root.initramfs.gz" -append "console=ttyS0 quiet psi=1 panic=-1 $words" \
        -drive "file=$root.ext4,format=raw,if=virtio" </dev/null
}
