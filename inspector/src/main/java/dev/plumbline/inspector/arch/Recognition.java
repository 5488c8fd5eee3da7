package dev.plumbline.inspector.arch;

import java.util.List;

/** Which architecture an examined machine has. */
public sealed interface Recognition {

    /** One sentence a piece of evidence. */
    List<String> evidence();

    /**
     * An architecture with a reference.
     *
     * @param evidence what decided the family and the variant
     */
    record Recognised(Architecture architecture, List<String> evidence) implements Recognition {
        /** Copies the list. */
        public Recognised {
            evidence = List.copyOf(evidence);
        }
    }

    /**
     * An architecture without a reference.
     *
     * @param name as {@code uname -m} gives it
     */
    record Unsupported(String name, List<String> evidence) implements Recognition {
        /** Copies the list. */
        public Unsupported {
            evidence = List.copyOf(evidence);
        }
    }

    /**
     * The files do not tell.
     *
     * @param missing what would tell
     */
    record Unknown(String missing, List<String> evidence) implements Recognition {
        /** Copies the list. */
        public Unknown {
            evidence = List.copyOf(evidence);
        }
    }
}
