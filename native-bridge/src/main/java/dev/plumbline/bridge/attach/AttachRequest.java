package dev.plumbline.bridge.attach;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One operation, in the bytes of the attach protocol.
 *
 * <p>Version 1 is {@code 1 NUL operation NUL} and exactly three arguments, each ended by NUL; JDK 8 to the newest read it.
 * An operation's name has at most 16 bytes, an argument at most 1024. Version 2 (JDK 24) is {@code 2 NUL size NUL} and then
 * operation and any number of arguments, {@code size} bytes in all, at most 256 KiB.
 *
 * <p>Sources: {@code PosixAttachListener::read_request}, src/hotspot/os/posix/attachListener_posix.cpp;
 * {@code AttachOperation}, src/hotspot/share/services/attachListener.hpp (17 and 25); sun/tools/attach/HotSpotVirtualMachine
 * in module jdk.attach (25).
 *
 * @param operation such as {@code jcmd} or {@code load}
 * @param arguments none holds a NUL
 */
record AttachRequest(String operation, List<String> arguments) {

    private static final int OLD_ARGUMENTS = 3;
    private static final int OLD_OPERATION_BYTES = 16;
    private static final int OLD_ARGUMENT_BYTES = 1024;

    /** @throws IllegalArgumentException if a part holds a NUL, which would end it early */
    AttachRequest {
        arguments = List.copyOf(arguments);
        if (operation.indexOf('\0') >= 0 || arguments.stream().anyMatch(a -> a.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("a NUL inside an attach request");
        }
    }

    /** Whether version 1 can carry it. */
    boolean fitsVersion1() {
        return arguments.size() <= OLD_ARGUMENTS
                && bytes(operation).length <= OLD_OPERATION_BYTES
                && arguments.stream().allMatch(a -> bytes(a).length <= OLD_ARGUMENT_BYTES);
    }

    byte[] version1() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        part(out, "1");
        part(out, operation);
        for (int i = 0; i < OLD_ARGUMENTS; i++) {
            part(out, i < arguments.size() ? arguments.get(i) : "");
        }
        return out.toByteArray();
    }

    byte[] version2() {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        part(payload, operation);
        arguments.forEach(a -> part(payload, a));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        part(out, "2");
        part(out, Integer.toString(payload.size()));
        out.writeBytes(payload.toByteArray());
        return out.toByteArray();
    }

    private static void part(ByteArrayOutputStream out, String text) {
        out.writeBytes(bytes(text));
        out.write(0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
