package dev.plumbline.inspector.reference.mmu;

/**
 * What a program does to an address.
 *
 * @param kind reads, writes or fetches
 * @param privilege of the program
 * @param form ordinary, unless an instruction or the processor itself makes it special
 */
public record Access(Kind kind, Privilege privilege, Form form) {

    /** What is done. An atomic read-modify-write is a write. */
    public enum Kind {
        /** Loads data. */
        READ,
        /** Stores data. */
        WRITE,
        /** Fetches an instruction. */
        EXECUTE
    }

    /** Who does it. */
    public enum Privilege {
        /** x86 CPL 3, Arm EL0, RISC-V U-mode. */
        USER,
        /** x86 CPL 0 to 2, Arm EL1, RISC-V S-mode. */
        SUPERVISOR
    }

    /** How it is done. */
    public enum Form {
        /** By an ordinary instruction. */
        ORDINARY,
        /** By the supervisor through an instruction for user memory: Arm LDTR and STTR. */
        UNPRIVILEGED,
        /** By the processor on the system's own tables, whatever the privilege: x86 descriptor tables and task state. */
        IMPLICIT
    }

    /** An access by an ordinary instruction. */
    public static Access of(Kind kind, Privilege privilege) {
        return new Access(kind, privilege, Form.ORDINARY);
    }
}
