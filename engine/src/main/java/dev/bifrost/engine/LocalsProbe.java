package dev.bifrost.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Makes one method of a class file tell its local variables where it returns, and where an
 * exception leaves it. The way through the method costs nothing more until then: exceptions are
 * seen by handlers, one for each stretch of code in which the same variables are alive, behind all
 * handlers of the method's own.
 */
final class LocalsProbe {

  /** The static field that takes whoever wants to be told: name, value, name, value, … */
  static final String FIELD = "bifrost$locals";

  private static final String TELL = "bifrost$tell";
  private static final String TELL_TYPE = "([Ljava/lang/Object;)V";
  private static final String OBJECT = "java/lang/Object";
  private static final Type LISTENER = Type.getType(Consumer.class);
  private static final int HIDDEN =
      Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;

  private final ClassNode type;
  private final MethodNode method;
  private final List<LocalVariableNode> variables;

  private LocalsProbe(ClassNode type, MethodNode method) {
    this.type = type;
    this.method = method;
    this.variables = variables(method);
  }

  /**
   * The class file with a method that tells.
   *
   * @param name of the method
   * @param descriptor of the method, as the class file spells it
   * @return empty if there is nothing to tell, or no way to make it
   */
  static Optional<byte[]> into(byte[] classFile, String name, String descriptor) {
    try {
      ClassNode type = new ClassNode();
      new ClassReader(classFile).accept(type, ClassReader.EXPAND_FRAMES);
      Optional<MethodNode> method =
          type.methods.stream()
              .filter(candidate -> candidate.name.equals(name))
              .filter(candidate -> candidate.desc.equals(descriptor))
              .filter(candidate -> candidate.instructions.size() > 0)
              .findFirst();
      if (method.isEmpty() || (type.access & Opcodes.ACC_INTERFACE) != 0) {
        return Optional.empty();
      }
      LocalsProbe probe = new LocalsProbe(type, method.get());
      return probe.variables.isEmpty() ? Optional.empty() : Optional.of(probe.write());
    } catch (RuntimeException e) {
      // A method that would become too large, above all: then it runs as it is.
      return Optional.empty();
    }
  }

  private byte[] write() {
    List<Stretch> stretches = stretches();
    for (AbstractInsnNode at : method.instructions.toArray()) {
      if (at.getOpcode() >= Opcodes.IRETURN && at.getOpcode() <= Opcodes.RETURN) {
        method.instructions.insertBefore(at, telling(aliveAt(at)));
      }
    }
    stretches.forEach(this::handle);
    type.fields.add(new FieldNode(HIDDEN, FIELD, LISTENER.getDescriptor(), null, null));
    type.methods.add(tell());
    // The largest stack is computed; frames are not, which would take the classes of the user.
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    type.accept(writer);
    return writer.toByteArray();
  }

  /** Local variables that are no parameters; the compiler gives those the first places. */
  private static List<LocalVariableNode> variables(MethodNode method) {
    if (method.localVariables == null) {
      return List.of();
    }
    int parameters = Type.getArgumentsAndReturnSizes(method.desc) >> 2;
    int first = (method.access & Opcodes.ACC_STATIC) == 0 ? parameters : parameters - 1;
    return method.localVariables.stream()
        .filter(variable -> variable.index >= first)
        .sorted(Comparator.comparingInt(variable -> variable.index))
        .toList();
  }

  /** Code in which the same variables are alive. */
  private record Stretch(LabelNode start, LabelNode end, List<LocalVariableNode> alive) {}

  private List<Stretch> stretches() {
    TreeSet<LabelNode> edges = new TreeSet<>(Comparator.comparingInt(this::position));
    variables.forEach(
        variable -> {
          edges.add(variable.start);
          edges.add(variable.end);
        });
    List<Stretch> stretches = new ArrayList<>();
    @Nullable LabelNode start = null;
    for (LabelNode edge : edges) {
      if (start != null && hasCode(start, edge)) {
        List<LocalVariableNode> alive = alive(position(start), position(edge));
        if (!alive.isEmpty()) {
          stretches.add(new Stretch(start, edge, alive));
        }
      }
      start = edge;
    }
    return stretches;
  }

  private List<LocalVariableNode> aliveAt(AbstractInsnNode at) {
    return alive(position(at), position(at));
  }

  private List<LocalVariableNode> alive(int from, int to) {
    return variables.stream()
        .filter(variable -> position(variable.start) <= from && position(variable.end) >= to)
        .toList();
  }

  private int position(AbstractInsnNode at) {
    return method.instructions.indexOf(at);
  }

  private static boolean hasCode(AbstractInsnNode start, AbstractInsnNode end) {
    for (AbstractInsnNode at = start; at != null && at != end; at = at.getNext()) {
      if (at.getOpcode() >= 0) {
        return true;
      }
    }
    return false;
  }

  private void handle(Stretch stretch) {
    LabelNode handler = new LabelNode();
    InsnList code = method.instructions;
    code.add(handler);
    Object[] places = places(stretch.alive());
    code.add(
        new FrameNode(
            Opcodes.F_NEW, places.length, places, 1, new Object[] {"java/lang/Throwable"}));
    code.add(telling(stretch.alive()));
    code.add(new InsnNode(Opcodes.ATHROW));
    method.tryCatchBlocks.add(new TryCatchBlockNode(stretch.start(), stretch.end(), handler, null));
  }

  /** What the verifier is told of the variables; any object is an object, so no class is loaded. */
  private static Object[] places(List<LocalVariableNode> alive) {
    List<Object> places = new ArrayList<>();
    int next = 0;
    for (LocalVariableNode variable : alive) {
      for (; next < variable.index; next++) {
        places.add(Opcodes.TOP);
      }
      Type its = Type.getType(variable.desc);
      places.add(
          switch (its.getSort()) {
            case Type.LONG -> Opcodes.LONG;
            case Type.DOUBLE -> Opcodes.DOUBLE;
            case Type.FLOAT -> Opcodes.FLOAT;
            case Type.OBJECT, Type.ARRAY -> OBJECT;
            default -> Opcodes.INTEGER;
          });
      next += its.getSize();
    }
    return places.toArray();
  }

  private InsnList telling(List<LocalVariableNode> alive) {
    InsnList code = new InsnList();
    code.add(new LdcInsnNode(2 * alive.size()));
    code.add(new TypeInsnNode(Opcodes.ANEWARRAY, OBJECT));
    int next = 0;
    for (LocalVariableNode variable : alive) {
      Type its = Type.getType(variable.desc);
      code.add(new InsnNode(Opcodes.DUP));
      code.add(new LdcInsnNode(next++));
      code.add(new LdcInsnNode(variable.name));
      code.add(new InsnNode(Opcodes.AASTORE));
      code.add(new InsnNode(Opcodes.DUP));
      code.add(new LdcInsnNode(next++));
      code.add(new VarInsnNode(its.getOpcode(Opcodes.ILOAD), variable.index));
      box(its).ifPresent(code::add);
      code.add(new InsnNode(Opcodes.AASTORE));
    }
    code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, type.name, TELL, TELL_TYPE, false));
    return code;
  }

  private static Optional<MethodInsnNode> box(Type primitive) {
    String box =
        switch (primitive.getSort()) {
          case Type.BOOLEAN -> "Boolean";
          case Type.BYTE -> "Byte";
          case Type.CHAR -> "Character";
          case Type.SHORT -> "Short";
          case Type.INT -> "Integer";
          case Type.LONG -> "Long";
          case Type.FLOAT -> "Float";
          case Type.DOUBLE -> "Double";
          default -> "";
        };
    return box.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new MethodInsnNode(
                Opcodes.INVOKESTATIC,
                "java/lang/" + box,
                "valueOf",
                "(" + primitive.getDescriptor() + ")Ljava/lang/" + box + ";",
                false));
  }

  /** Tells whoever listens; nobody does while the class is initialised. */
  private MethodNode tell() {
    MethodNode tell = new MethodNode(HIDDEN, TELL, TELL_TYPE, null, null);
    LabelNode end = new LabelNode();
    tell.visitFieldInsn(Opcodes.GETSTATIC, type.name, FIELD, LISTENER.getDescriptor());
    tell.visitVarInsn(Opcodes.ASTORE, 1);
    tell.visitVarInsn(Opcodes.ALOAD, 1);
    tell.visitJumpInsn(Opcodes.IFNULL, end.getLabel());
    tell.visitVarInsn(Opcodes.ALOAD, 1);
    tell.visitVarInsn(Opcodes.ALOAD, 0);
    tell.visitMethodInsn(
        Opcodes.INVOKEINTERFACE,
        LISTENER.getInternalName(),
        "accept",
        "(Ljava/lang/Object;)V",
        true);
    tell.visitLabel(end.getLabel());
    tell.visitFrame(
        Opcodes.F_NEW,
        2,
        new Object[] {"[Ljava/lang/Object;", LISTENER.getInternalName()},
        0,
        new Object[0]);
    tell.visitInsn(Opcodes.RETURN);
    return tell;
  }
}
