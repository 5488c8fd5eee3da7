package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Optional;

/**
 * All that is known of one address.
 *
 * @param address as asked for
 * @param fields cut up; empty where there is no reference for the architecture
 * @param standing which half it is in; empty where there is no reference
 * @param placement which mapping of the process holds it; empty for a kernel address, or without a process
 * @param page the process's page there; empty without a mapping
 * @param kernel what it is in the kernel; empty for a user address
 * @param walk where the page tables lead; empty without a memory image, or without the root of the process's tables
 */
public record Translation(
        VirtAddr address,
        Optional<AddressFields> fields,
        Optional<Standing> standing,
        Optional<Placement> placement,
        Optional<UserPage> page,
        Optional<KernelPlace> kernel,
        Optional<WalkAnswer> walk) {}
