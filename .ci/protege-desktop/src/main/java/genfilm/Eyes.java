// Eyes for a Swing program: finds windows, menus, rows and buttons by what a person reads on them.
package genfilm;

import java.awt.*;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import javax.swing.*;
import javax.swing.text.JTextComponent;

/** Looks at all windows of this Java machine; to be asked on the event thread. */
final class Eyes {
    private Eyes() {
    }

    static Window window(String title) {
        for (Window window : Window.getWindows()) {
            String name = window instanceof Frame f ? f.getTitle() : window instanceof Dialog d ? d.getTitle() : "";
            if (window.isShowing() && name != null && name.contains(title)) {
                window.toFront();
                return window;
            }
        }
        return null;
    }

    /** Chooses an item of a drop-down list. */
    static Boolean choose(String text) {
        for (Component one : visible()) {
            if (one instanceof JComboBox<?> box && box.isEnabled()) {
                for (int i = 0; i < box.getItemCount(); i++) {
                    if (String.valueOf(box.getItemAt(i)).contains(text)) {
                        box.setSelectedIndex(i);
                        return true;
                    }
                }
            }
        }
        return null;
    }

    /** The dialog in front. */
    static Window dialog() {
        Window[] windows = Window.getWindows();
        for (int i = windows.length - 1; i >= 0; i--) {
            if (windows[i].isShowing() && windows[i] instanceof Dialog) {
                return windows[i];
            }
        }
        return null;
    }

    /** Everything that can be seen, menus and the newest windows first. */
    static List<Component> visible() {
        List<Component> found = new ArrayList<>();
        Window[] windows = Window.getWindows();
        boolean modal = false;
        for (int i = windows.length - 1; i >= 0; i--) {
            if (windows[i].isShowing() && windows[i] instanceof Dialog d && d.isModal()) {
                modal = true;
            }
        }
        for (int i = windows.length - 1; i >= 0; i--) {
            boolean blocked = modal && windows[i] instanceof Frame;
            if (windows[i].isShowing() && !blocked) {
                walk(windows[i], found);
            }
        }
        return found;
    }

    static void walk(Component one, List<Component> found) {
        if (one.isShowing()) {
            found.add(one);
            if (one instanceof Container container) {
                for (Component child : container.getComponents()) {
                    walk(child, found);
                }
            }
        }
    }

    static <T extends JComponent> Rectangle component(Class<T> type, String text) {
        for (Component one : visible()) {
            if (type.isInstance(one) && one.isEnabled() && text.equals(textOf(one))) {
                return bounds(one);
            }
        }
        return null;
    }

    static String textOf(Component one) {
        String text = one instanceof AbstractButton button ? button.getText()
            : one instanceof JLabel label ? label.getText()
            : one instanceof JTextComponent field ? field.getText() : null;
        return text != null && !text.isEmpty() ? text
            : one instanceof JComponent component ? component.getToolTipText() : null;
    }

    static Rectangle tab(String title) {
        for (Component one : visible()) {
            if (one instanceof JTabbedPane tabs) {
                for (int i = 0; i < tabs.getTabCount(); i++) {
                    if (title.equals(tabs.getTitleAt(i))) {
                        return on(tabs, tabs.getBoundsAt(i));
                    }
                }
            }
        }
        return null;
    }

    static Rectangle treeRow(String iri) {
        for (Component one : visible()) {
            if (one instanceof JTree tree) {
                for (int row = 0; row < tree.getRowCount(); row++) {
                    if (String.valueOf(tree.getPathForRow(row).getLastPathComponent()).contains(iri)) {
                        tree.scrollRowToVisible(row);
                        return on(tree, tree.getRowBounds(row));
                    }
                }
            }
        }
        return null;
    }

    /** A row of a list by what it holds; or its button, by name, such as Edit or Add. */
    static Rectangle listRow(String text, String button) throws Exception {
        for (Component one : visible()) {
            if (one instanceof JList<?> list) {
                for (int row = 0; row < list.getModel().getSize(); row++) {
                    Object value = list.getModel().getElementAt(row);
                    if (told(value).contains(text)) {
                        list.ensureIndexIsVisible(row);
                        if (button == null) {
                            return on(list, list.getCellBounds(row, row));
                        }
                        list.paintImmediately(list.getCellBounds(row, row));  // one button serves all rows
                        Rectangle found = rowButton(list, value, button);
                        if (found != null) {
                            return on(list, found);
                        }
                    }
                }
            }
        }
        return null;
    }

    static Rectangle rowButton(JList<?> list, Object value, String name) throws Exception {
        for (Class<?> type = list.getClass(); type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals("getButtons") && method.getParameterCount() == 1) {
                    method.setAccessible(true);
                    for (Object each : (List<?>) method.invoke(list, value)) {
                        if (String.valueOf(call(each, "getName")).contains(name)) {
                            Rectangle bounds = new Rectangle((Rectangle) call(each, "getBounds"));
                            return bounds.isEmpty() ? null : bounds;
                        }
                    }
                }
            }
        }
        return null;
    }

    /** The text by which an item of a list is known: an axiom, an annotation, a heading. */
    static String told(Object value) {
        for (String name : List.of("getAxiom", "getAnnotation", "getName")) {
            try {
                Object found = call(value, name);
                if (found != null) {
                    return found.toString();
                }
            } catch (ReflectiveOperationException | RuntimeException error) {
                // not that kind of item
            }
        }
        return String.valueOf(value);
    }

    static Object call(Object one, String name) throws ReflectiveOperationException {
        Method method = one.getClass().getMethod(name);
        method.setAccessible(true);
        return method.invoke(one);
    }

    /** The text fields of the window in front, from top to bottom. */
    static List<JTextComponent> texts() {
        List<JTextComponent> found = new ArrayList<>();
        for (Component one : visible()) {
            if (one instanceof JTextComponent text && text.isEditable() && text.isEnabled()) {
                found.add(text);
            }
        }
        return found;
    }

    /** All that is to be read, for people and for waiting. */
    static String shown() {
        StringBuilder found = new StringBuilder();
        for (Component one : visible()) {
            String text = textOf(one);
            Rectangle at = bounds(one);
            found.append(one.getClass().getSimpleName()).append(' ').append(at.x).append(',').append(at.y).append(' ')
                .append(at.width).append('x').append(at.height).append(' ').append(text == null ? "" : text);
            if (one instanceof JList<?> list) {
                for (int row = 0; row < Math.min(60, list.getModel().getSize()); row++) {
                    found.append("\n    ").append(told(list.getModel().getElementAt(row)));
                }
            } else if (one instanceof JTree tree) {
                for (int row = 0; row < Math.min(80, tree.getRowCount()); row++) {
                    found.append("\n    ").append(tree.getPathForRow(row).getLastPathComponent());
                }
            } else if (one instanceof JTabbedPane tabs) {
                for (int row = 0; row < tabs.getTabCount(); row++) {
                    found.append("\n    ").append(tabs.getTitleAt(row));
                }
            }
            found.append('\n');
        }
        return found.toString();
    }

    /** What the rows of the first tree that can be seen stand for. */
    static String rows() {
        StringBuilder found = new StringBuilder();
        for (Component one : visible()) {
            if (one instanceof JTree tree) {
                for (int row = 0; row < tree.getRowCount(); row++) {
                    if (tree.getVisibleRect().contains(tree.getRowBounds(row).getLocation())) {
                        found.append(tree.getPathForRow(row).getLastPathComponent()).append('\n');
                    }
                }
                break;
            }
        }
        return found.toString();
    }

    static Rectangle bounds(Component one) {
        return new Rectangle(one.getLocationOnScreen(), one.getSize());
    }

    static Rectangle on(JComponent one, Rectangle part) {
        Point at = one.getLocationOnScreen();
        Rectangle whole = new Rectangle(part);
        whole.translate(at.x, at.y);
        Rectangle seen = one.getVisibleRect();
        seen.translate(at.x, at.y);
        return whole.intersection(seen);
    }
}
