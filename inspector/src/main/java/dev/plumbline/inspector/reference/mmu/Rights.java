package dev.plumbline.inspector.reference.mmu;

/**
 * What the tables let the supervisor and the user do, with every level combined as the architecture combines them. The
 * supervisor's rights are those it has where access to user memory is open (x86 AC = 1, Arm PAN = 0, RISC-V SUM = 1).
 */
public record Rights(
        boolean kernelRead,
        boolean kernelWrite,
        boolean kernelExecute,
        boolean userRead,
        boolean userWrite,
        boolean userExecute) {

    /** Whether an ordinary access is granted. */
    public boolean grants(Access.Kind kind, Access.Privilege privilege) {
        boolean user = privilege == Access.Privilege.USER;
        return switch (kind) {
            case READ -> user ? userRead : kernelRead;
            case WRITE -> user ? userWrite : kernelWrite;
            case EXECUTE -> user ? userExecute : kernelExecute;
        };
    }

    /** The supervisor's: {@code rwx} with a dash for what is refused. */
    public String kernel() {
        return letters(kernelRead, kernelWrite, kernelExecute);
    }

    /** The user's: {@code rwx} with a dash for what is refused. */
    public String user() {
        return letters(userRead, userWrite, userExecute);
    }

    private static String letters(boolean read, boolean write, boolean execute) {
        return (read ? "r" : "-") + (write ? "w" : "-") + (execute ? "x" : "-");
    }

    /** Supervisor, slash, user: {@code rw-/r--}. */
    @Override
    public String toString() {
        return kernel() + "/" + user();
    }
}
