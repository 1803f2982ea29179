namespace collections

// The nodes of ordered maps. A node has up to _MOST_KEYS keys in order with their values; one with children has one more of
// them than keys, and the keys below child i lie between keys i - 1 and i. All but the root have at least _LEAST_KEYS.
// All leaves have the same depth. (Cormen, Leiserson, Rivest, Stein: Introduction to Algorithms, chapter 18, with degree 16.)

const _LEAST_KEYS: usize = 31
const _MOST_KEYS: usize = 63

struct _Node<K, V> {
    keys: vector<K>
    values: vector<V>
    children: vector<_Node<K, V>>
}

/// The first key of the node that is not below `key`.
@inline
func _lower_bound<K, V>(node: *_Node<K, V>, key: K) usize {
    // Without a branch that depends on the keys: the processor could not foretell it.
    let keys = node.keys.pointer()
    let base: usize = 0
    let left = node.keys.len()
    if left == 0 { return 0 }
    for left > 1 {
        let half = left >> 1
        base = if compare(*(keys + (base +% half -% 1)), key) < 0 { base +% half } else { base }
        left = left -% half
    }
    return if compare(*(keys + base), key) < 0 { base +% 1 } else { base }
}

/// Where the value of `key` lies, or null.
func _find<K, V>(m: OrderedMap<K, V>, key: K) *V? {
    if m._root.is_empty() { return null }
    let node = m._root.pointer()
    for {
        let i = _lower_bound(node, key)
        if i < node.keys.len() && compare(node.keys[i], key) == 0 { return node.values.pointer() + i }
        if node.children.is_empty() { return null }
        node = node.children.pointer() + i
    }
}

/// As `_find`, and all nodes on the way become the map's own.
func _find_mut<K, V>(m: *OrderedMap<K, V>, key: K) *V? {
    if m._root.is_empty() { return null }
    let node = &m._root[0]
    for {
        let i = _lower_bound(node, key)
        if i < node.keys.len() && compare(node.keys[i], key) == 0 { return &node.values[i] }
        if node.children.is_empty() { return null }
        node = &node.children[i]
    }
}

/// The nearest entry below or above `key`, `key` itself included or not.
func _neighbour<K, V>(m: OrderedMap<K, V>, key: K, below: bool, inclusive: bool) (K, V)? {
    if m._root.is_empty() { return null }
    let best: (*_Node<K, V>, usize)? = null
    let node = m._root.pointer()
    for {
        let i = _lower_bound(node, key)
        let found = i < node.keys.len() && compare(node.keys[i], key) == 0
        if found && inclusive { return (node.keys[i], node.values[i]) }
        let child = i
        if below {
            if i > 0 { best = (node, i - 1) }
        } else {
            if found { child = i + 1 }
            if child < node.keys.len() { best = (node, child) }
        }
        if node.children.is_empty() { break }
        node = node.children.pointer() + child
    }
    let (at, i) = best?
    return (at.keys[i], at.values[i])
}

/// Puts a new root above one that is full.
func _grow_root<K, V>(root: *vector<_Node<K, V>>) {
    let top = _Node<K, V>{children: *root}
    *root = []
    root.push(top)
    // The variable must not share the child with the tree, else splitting copies it.
    top = _Node<K, V>{}
    _split_child(&(*root)[0], 0)
}

/// Cuts the full child `i` into two; its middle key moves up.
func _split_child<K, V>(parent: *_Node<K, V>, i: usize) {
    let child = &parent.children[i]
    let right = _Node<K, V>{
        keys: child.keys.drain(_LEAST_KEYS + 1, child.keys.len())
        values: child.values.drain(_LEAST_KEYS + 1, child.values.len())
    }
    if !child.children.is_empty() { right.children = child.children.drain(_LEAST_KEYS + 1, child.children.len()) }
    let key = child.keys.pop()!
    let value = child.values.pop()!
    parent.keys.insert(i, key)
    parent.values.insert(i, value)
    parent.children.insert(i + 1, right)
}

/// Puts an entry below `from`, which is not full; gives the old value.
func _insert<K, V>(from: *_Node<K, V>, key: K, value: V) V? {
    let node = from
    for {
        let i = _lower_bound(node, key)
        if i < node.keys.len() && compare(node.keys[i], key) == 0 {
            let old = value
            swap(&node.values[i], &old)
            return old
        }
        if node.children.is_empty() {
            node.keys.insert(i, key)
            node.values.insert(i, value)
            return null
        }
        if node.children[i].keys.len() == _MOST_KEYS {
            _split_child(node, i)
            // The key that moved up may be the one wanted, or lie before it.
            let c = compare(node.keys[i], key)
            if c == 0 { continue }
            if c < 0 { i += 1 }
        }
        node = &node.children[i]
    }
}

/// Takes out the entry of `key`, which is below `from`.
func _remove<K, V>(from: *_Node<K, V>, key: K) (K, V) {
    let node = from
    for {
        let i = _lower_bound(node, key)
        let found = i < node.keys.len() && compare(node.keys[i], key) == 0
        if node.children.is_empty() { return (node.keys.remove(i), node.values.remove(i)) }
        if !found {
            node = _fill_child(node, i)
            continue
        }
        // An inner entry is replaced by its neighbour from a child that can spare one.
        if node.children[i].keys.len() > _LEAST_KEYS {
            let (k, v) = _remove_last(&node.children[i])
            swap(&node.keys[i], &k)
            swap(&node.values[i], &v)
            return (k, v)
        }
        if node.children[i + 1].keys.len() > _LEAST_KEYS {
            let (k, v) = _remove_first(&node.children[i + 1])
            swap(&node.keys[i], &k)
            swap(&node.values[i], &v)
            return (k, v)
        }
        _join_children(node, i)
        node = &node.children[i]
    }
}

func _remove_first<K, V>(from: *_Node<K, V>) (K, V) {
    let node = from
    for !node.children.is_empty() { node = _fill_child(node, 0) }
    return (node.keys.remove(0), node.values.remove(0))
}

func _remove_last<K, V>(from: *_Node<K, V>) (K, V) {
    let node = from
    for !node.children.is_empty() { node = _fill_child(node, node.children.len() - 1) }
    return (node.keys.pop()!, node.values.pop()!)
}

/// The child `i`, or what it becomes, with more than the least number of keys, so that one can be taken out below it.
func _fill_child<K, V>(node: *_Node<K, V>, i: usize) *_Node<K, V> {
    if node.children[i].keys.len() > _LEAST_KEYS { return &node.children[i] }
    if i > 0 && node.children[i - 1].keys.len() > _LEAST_KEYS {
        // Over the parent from the left neighbour.
        let left = &node.children[i - 1]
        let key = left.keys.pop()!
        let value = left.values.pop()!
        swap(&node.keys[i - 1], &key)
        swap(&node.values[i - 1], &value)
        let moved = left.children.pop()
        let child = &node.children[i]
        child.keys.insert(0, key)
        child.values.insert(0, value)
        if let below = moved { child.children.insert(0, below) }
        return child
    }
    if i + 1 < node.children.len() && node.children[i + 1].keys.len() > _LEAST_KEYS {
        // Over the parent from the right neighbour.
        let right = &node.children[i + 1]
        let key = right.keys.remove(0)
        let value = right.values.remove(0)
        swap(&node.keys[i], &key)
        swap(&node.values[i], &value)
        let moved: vector<_Node<K, V>> = []
        if !right.children.is_empty() { moved.push(right.children.remove(0)) }
        let child = &node.children[i]
        child.keys.push(key)
        child.values.push(value)
        child.children.extend(moved)
        return child
    }
    let at = if i > 0 { i - 1 } else { i }
    _join_children(node, at)
    return &node.children[at]
}

/// Makes one node of the children `i` and `i` + 1 and the key between them; both have the least number of keys.
func _join_children<K, V>(node: *_Node<K, V>, i: usize) {
    let right = node.children.remove(i + 1)
    let key = node.keys.remove(i)
    let value = node.values.remove(i)
    let left = &node.children[i]
    left.keys.push(key)
    left.values.push(value)
    left.keys.extend(right.keys)
    left.values.extend(right.values)
    left.children.extend(right.children)
}

/// The depth of all leaves below the node; panics when the rules above do not hold. For tests.
func _check<K, V>(node: *_Node<K, V>, is_root: bool) usize {
    let n = node.keys.len()
    assert(n == node.values.len() && n <= _MOST_KEYS && (is_root || n >= _LEAST_KEYS) && n > 0)
    for i in 1..n { assert(compare(node.keys[i - 1], node.keys[i]) < 0) }
    if node.children.is_empty() { return 1 }
    assert(node.children.len() == n + 1)
    let depth = _check(&node.children[0], false)
    for i in 0..n + 1 {
        let child = &node.children[i]
        assert(_check(child, false) == depth)
        if i > 0 { assert(compare(child.keys[0], node.keys[i - 1]) > 0) }
        if i < n { assert(compare(child.keys[child.keys.len() - 1], node.keys[i]) < 0) }
    }
    return depth + 1
}
