package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.owner.Claim;
import java.util.List;

/** What came of looking for a HotSpot JVM in a process. */
public sealed interface HotspotAnswer {

    /**
     * There is none.
     *
     * @param reason how that shows, for people
     */
    record NotAJvm(String reason) implements HotspotAnswer {}

    /**
     * There is one, and its structures cannot be read.
     *
     * @param reason why not, for people
     * @param remedy what would show them; empty where nothing would
     */
    record Unreadable(String reason, String remedy) implements HotspotAnswer {}

    /**
     * There is one.
     *
     * @param facts what its structures say
     * @param claims whose which range is, outer ones before those inside them; each lies in mappings that fit it
     * @param notes what could not be read or did not fit the mappings, a sentence each
     */
    record Found(HotspotFacts facts, List<Claim> claims, List<String> notes) implements HotspotAnswer {}
}
