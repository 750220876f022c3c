package dev.segmentation.app.command;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --out}; an empty one, such as of a variable that is not set, would be the current folder. */
final class FolderConverter implements ITypeConverter<Path> {

    @Override
    public Path convert(String option) {
        if (option.isBlank()) {
            throw new TypeConversionException("it is empty; name a folder");
        }
        return Path.of(option);
    }
}
