/** What glibc's allocator and its threads say of a process's private memory, read from outside and held against its mappings. */
@NullMarked
package dev.plumbline.inspector.owner.glibc;

import org.jspecify.annotations.NullMarked;
