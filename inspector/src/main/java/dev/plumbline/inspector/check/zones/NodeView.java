package dev.plumbline.inspector.check.zones;

import java.util.List;

/**
 * One node.
 *
 * @param node its id
 * @param zones its populated zones, lowest first
 * @param empty the names of those without pages
 * @param zonelist the populated zones of all nodes in the order in which a request on this node tries them, as
 *     {@code node 0 Normal}
 * @param requests what requests on this node meet, by kind, then by order
 */
public record NodeView(
        int node, List<ZoneView> zones, List<String> empty, List<String> zonelist, List<RequestRow> requests) {

    /** Copies the lists. */
    public NodeView {
        zones = List.copyOf(zones);
        empty = List.copyOf(empty);
        zonelist = List.copyOf(zonelist);
        requests = List.copyOf(requests);
    }
}
