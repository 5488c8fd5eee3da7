package dev.plumbline.inspector.observed;

/**
 * Where the symbols of one kind lie.
 *
 * @param count how many there are
 * @param lowest the first line with the lowest address
 * @param highest the first line with the highest address
 */
public record SymbolExtent(long count, KernelSymbol lowest, KernelSymbol highest) {

    static SymbolExtent of(KernelSymbol only) {
        return new SymbolExtent(1, only, only);
    }

    SymbolExtent with(KernelSymbol symbol) {
        boolean isLower = Long.compareUnsigned(symbol.address(), lowest.address()) < 0;
        boolean isHigher = Long.compareUnsigned(symbol.address(), highest.address()) > 0;
        return new SymbolExtent(count + 1, isLower ? symbol : lowest, isHigher ? symbol : highest);
    }
}
