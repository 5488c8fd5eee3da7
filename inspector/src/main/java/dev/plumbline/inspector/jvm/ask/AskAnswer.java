package dev.plumbline.inspector.jvm.ask;

import dev.plumbline.inspector.jvm.JvmIdentity;
import dev.plumbline.inspector.owner.Claim;
import java.util.List;

/** What came of asking a JVM. */
public sealed interface AskAnswer {

    /**
     * It answered.
     *
     * @param identity which JVM it says it is
     * @param coarse for what it reserved which range, of a JVM that keeps account of that (NMT): to be laid before what is found
     *     from outside, which knows more of each
     * @param claims what it says is whose, what is inside another after it: to be laid after what is found from outside. Neither
     *     list is held against the mappings yet
     * @param notes what could not be had or was damaged, a sentence each
     */
    record Answered(JvmIdentity identity, List<Claim> coarse, List<Claim> claims, List<String> notes)
            implements AskAnswer {

        /** Copies the lists. */
        public Answered {
            coarse = List.copyOf(coarse);
            claims = List.copyOf(claims);
            notes = List.copyOf(notes);
        }
    }

    /**
     * It did not, or was not asked.
     *
     * @param reason why, a clause about the process: {@code it is stopped (state T)}
     * @param remedy what would help, a clause beginning with a verb
     */
    record Refused(String reason, String remedy) implements AskAnswer {}
}
