package dev.plumbline.inspector.reference.zone.derive;

/** The kernel's version, for rules that changed with one and leave no other trace. */
public record KernelRelease(int major, int minor) implements Comparable<KernelRelease> {

    /** Whether it is that version or a later one. */
    public boolean isAtLeast(int otherMajor, int otherMinor) {
        return compareTo(new KernelRelease(otherMajor, otherMinor)) >= 0;
    }

    @Override
    public int compareTo(KernelRelease other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
