package dev.plumbline.inspector.check;

import java.util.List;

/** A rule about a host. Implementations are stateless. */
public sealed interface Check permits HostCheck, ProcessCheck, PopulationCheck {

    /** Stable id: room, dot, quantity ({@code zone.watermarks}). Its page is {@code inspector/docs/checks/<id>.md}. */
    String id();

    /** Conformance or posture. */
    Kind kind();

    /**
     * The files it needs to reach a verdict, {@code proc/PID/maps} standing for any process. With all of them present and
     * intact it must not answer {@link Verdict.NotObservable}.
     */
    List<String> evidenceFiles();
}
