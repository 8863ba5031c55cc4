select {columns} from {table} where {columns} = $1
