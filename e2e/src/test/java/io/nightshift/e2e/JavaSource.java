package io.nightshift.e2e;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * What the compiler's own parser sees in source files.
 *
 * @param undocumented the public types, also nested ones, without Javadoc: file and name
 */
record JavaSource(List<Method> methods, List<String> undocumented) {
    /**
     * @param place where it stands, for a person: file, line, name
     * @param shipped whether it is part of a program or library, not of a test
     * @param constructor whether it is a written constructor of a class (records and enums are values and are not asked)
     * @param lines from the body's opening brace to its closing one, so that long signatures do not count
     */
    record Method(String place, boolean shipped, boolean constructor, int arguments, long lines) {}

    static JavaSource parse(Collection<Path> files) {
        JavaSource found = new JavaSource(new ArrayList<>(), new ArrayList<>());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Scanner(unit, trees, found).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static final class Scanner extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final DocTrees trees;
        private final JavaSource found;
        private final String file;

        Scanner(CompilationUnitTree unit, DocTrees trees, JavaSource found) {
            this.unit = unit;
            this.trees = trees;
            this.found = found;
            this.file = Repository.name(Path.of(unit.getSourceFile().toUri()));
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            if (method.getBody() != null) {
                LineMap lines = unit.getLineMap();
                long start = lines.getLineNumber(trees.getSourcePositions().getStartPosition(unit, method.getBody()));
                long end = lines.getLineNumber(trees.getSourcePositions().getEndPosition(unit, method.getBody()));
                boolean inClass = getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.CLASS;
                found.methods.add(new Method(
                        file + ":" + start + " " + method.getName(),
                        file.contains("/src/main/"),
                        inClass && method.getName().contentEquals("<init>"),
                        method.getParameters().size(),
                        end - start + 1));
            }
            return super.visitMethod(method, nothing);
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            if (type.getModifiers().getFlags().contains(Modifier.PUBLIC)
                    && trees.getDocCommentTree(getCurrentPath()) == null) {
                found.undocumented.add(file + ": " + type.getSimpleName());
            }
            return super.visitClass(type, nothing);
        }
    }
}
