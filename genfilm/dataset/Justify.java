// A smallest set of axioms that still contradict each other, or still leave a class empty; by HermiT.
import java.io.File;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.io.RDFXMLOntologyFormat;
import org.semanticweb.owlapi.model.*;
import org.semanticweb.owlapi.reasoner.OWLReasoner;
import org.coode.owlapi.turtle.TurtleOntologyFormat;

/** Usage: Justify ontology out.ttl [class]; exit code 3 when nothing is wrong. QuickXplain (Junker 2004). */
public final class Justify {
    private static final OWLDataFactory MAKE = OWLManager.getOWLDataFactory();
    private static IRI empty;

    public static void main(String[] arguments) throws Exception {
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        OWLOntology ontology = manager.loadOntologyFromOntologyDocument(new File(arguments[0]));
        empty = arguments.length > 2 ? IRI.create(arguments[2]) : null;
        List<OWLAxiom> axioms = new ArrayList<OWLAxiom>();
        for (OWLAxiom axiom : ontology.getLogicalAxioms()) {
            axioms.add(axiom);
        }
        if (!broken(axioms)) {
            System.exit(3);
        }
        Set<OWLAxiom> found = new HashSet<OWLAxiom>(explain(new ArrayList<OWLAxiom>(), false, near(axioms)));
        OWLOntology small = manager.createOntology(found);
        manager.saveOntology(small, new TurtleOntologyFormat(), IRI.create(new File(arguments[1]).toURI()));
    }

    /** The axioms within as few steps of the empty class as are broken; all of them for a contradiction. */
    private static List<OWLAxiom> near(List<OWLAxiom> axioms) throws Exception {
        if (empty == null) {
            return axioms;
        }
        Set<OWLEntity> known = new HashSet<OWLEntity>();
        known.add(MAKE.getOWLClass(empty));
        for (int step = 0; step < 6; step++) {
            List<OWLAxiom> some = new ArrayList<OWLAxiom>();
            for (OWLAxiom axiom : axioms) {
                for (OWLEntity entity : axiom.getSignature()) {
                    if (known.contains(entity)) {
                        some.add(axiom);
                        break;
                    }
                }
            }
            if (broken(some)) {
                return some;
            }
            for (OWLAxiom axiom : some) {
                known.addAll(axiom.getSignature());
            }
        }
        return axioms;
    }

    private static List<OWLAxiom> explain(List<OWLAxiom> kept, boolean changed, List<OWLAxiom> rest) throws Exception {
        if (changed && broken(kept)) {
            return new ArrayList<OWLAxiom>();
        }
        if (rest.size() == 1) {
            return rest;
        }
        int half = rest.size() / 2;
        List<OWLAxiom> one = rest.subList(0, half);
        List<OWLAxiom> other = rest.subList(half, rest.size());
        List<OWLAxiom> found = new ArrayList<OWLAxiom>(explain(both(kept, one), true, other));
        found.addAll(explain(both(kept, found), !found.isEmpty(), one));
        return found;
    }

    private static List<OWLAxiom> both(List<OWLAxiom> one, List<OWLAxiom> other) {
        List<OWLAxiom> all = new ArrayList<OWLAxiom>(one);
        all.addAll(other);
        return all;
    }

    private static boolean broken(List<OWLAxiom> axioms) throws Exception {
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        OWLOntology ontology = manager.createOntology(new HashSet<OWLAxiom>(axioms));
        OWLReasoner reasoner = new Reasoner(ontology);
        try {
            return empty == null ? !reasoner.isConsistent() : !reasoner.isSatisfiable(MAKE.getOWLClass(empty));
        } finally {
            reasoner.dispose();
        }
    }
}
