package dev.plumbline.inspector.check.zones;

import dev.plumbline.inspector.reference.zone.request.RequestKind;
import dev.plumbline.inspector.reference.zone.request.RequestOutcome;

/**
 * What a request would meet now.
 *
 * @param order log2 of its pages
 */
public record RequestRow(RequestKind kind, int order, RequestOutcome outcome) {}
