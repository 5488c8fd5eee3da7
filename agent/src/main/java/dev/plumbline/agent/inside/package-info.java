/** The agent's stay in an application: loaded by a loader of its own, run by a thread of its own, and gone with both. */
@NullMarked
package dev.plumbline.agent.inside;

import org.jspecify.annotations.NullMarked;
