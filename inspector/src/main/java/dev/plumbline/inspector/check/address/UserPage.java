package dev.plumbline.inspector.check.address;

/**
 * The page of a process at an address.
 *
 * @param page what pagemap says
 * @param size how large a page maps it; unknown where nothing does
 * @param frame the frame behind it; unknown where there is none or it is not shown
 */
public record UserPage(Fact<Page> page, Fact<PageSize> size, Fact<Frame> frame) {}
