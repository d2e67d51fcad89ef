package io.nightshift.e2e;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** What the compiler's own parser sees in a source file. */
final class JavaSource {
    /**
     * @param name where it stands, for a person: file, line, name
     * @param lines from the first line of its declaration to its last
     * @param constructor whether it is a written constructor of a class (records and enums are values and are not asked)
     */
    record Method(String name, long lines, boolean constructor, int arguments) {}

    private JavaSource() {}

    static List<Method> methods(Path file) {
        List<Method> methods = new ArrayList<>();
        scan(file, (unit, trees) -> new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
                SourcePositions positions = trees.getSourcePositions();
                LineMap lines = unit.getLineMap();
                // The body's braces, so that a long signature or many annotations do not count.
                if (method.getBody() != null) {
                    long start = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
                    long end = lines.getLineNumber(positions.getEndPosition(unit, method.getBody()));
                    boolean inClass = getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.CLASS;
                    methods.add(new Method(
                            Repository.name(file) + ":" + start + " " + method.getName(),
                            end - start + 1,
                            inClass && method.getName().contentEquals("<init>"),
                            method.getParameters().size()));
                }
                return super.visitMethod(method, nothing);
            }
        });
        return methods;
    }

    /** The public types, also nested ones, that have no Javadoc. */
    static List<String> undocumentedPublicTypes(Path file) {
        List<String> found = new ArrayList<>();
        scan(file, (unit, trees) -> new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
                TreePath path = getCurrentPath();
                DocCommentTree comment = trees.getDocCommentTree(path);
                if (type.getModifiers().getFlags().contains(Modifier.PUBLIC) && comment == null) {
                    found.add(Repository.name(file) + ": " + type.getSimpleName());
                }
                return super.visitClass(type, nothing);
            }
        });
        return found;
    }

    private interface Scan {
        TreePathScanner<@Nullable Void, @Nullable Void> over(CompilationUnitTree unit, DocTrees trees);
    }

    private static void scan(Path file, Scan scan) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(file));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                scan.over(unit, trees).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
