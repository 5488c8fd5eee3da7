package dev.plumbline.inspector.jvm.ask;

/** Addresses as HotSpot prints them: {@code PTR_FORMAT}, 0x and 8 or 16 digits (utilities/globalDefinitions.hpp). */
final class Hex {

    /** The expression of one. */
    static final String ADDRESS = "0x([0-9a-fA-F]{1,16})";

    private Hex() {}

    /** The value of the digits behind 0x, unsigned. */
    static long value(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }
}
