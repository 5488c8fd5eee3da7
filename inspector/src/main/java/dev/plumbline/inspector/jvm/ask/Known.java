package dev.plumbline.inspector.jvm.ask;

import dev.plumbline.inspector.observed.Vma;
import java.util.List;
import java.util.Map;

/**
 * What a reader may look at beside its own text.
 *
 * @param mappings of the target
 * @param earlier the output of the commands asked before, by name
 */
record Known(List<Vma> mappings, Map<String, String> earlier) {}
