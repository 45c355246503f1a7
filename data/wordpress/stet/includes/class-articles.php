<?php
/**
 * Articles: their state, their content, and the working version of a live one.
 *
 * @package Stet
 */

namespace Stet;

defined( 'ABSPATH' ) || exit;

/**
 * WordPress has one text per post. So the text that is being worked on while a page is live is kept beside the
 * post, in the meta `_stet_working`, and takes the post's place when it is published.
 */
final class Articles {
	const BYTES_MAX = 4194304;

	/**
	 * Hooks.
	 */
	public static function start() {
		add_action( 'rest_api_init', array( self::class, 'routes' ) );
		add_action( 'transition_post_status', array( self::class, 'status_changed' ), 10, 3 );
	}

	/**
	 * Action rest_api_init.
	 */
	public static function routes() {
		register_rest_route(
			REST,
			'/posts/(?P<id>\d+)',
			array(
				'methods'             => 'GET',
				'permission_callback' => array( self::class, 'may_write' ),
				'callback'            => function ( $request ) {
					return self::answer( (int) $request['id'] );
				},
			)
		);
		register_rest_route(
			REST,
			'/articles/(?P<uuid>[0-9a-f-]{36})',
			array(
				'methods'             => 'GET',
				'permission_callback' => array( self::class, 'may_read_any' ),
				'callback'            => array( self::class, 'get_by_uuid' ),
			)
		);
		register_rest_route(
			REST,
			'/posts/(?P<id>\d+)/working',
			array(
				array(
					'methods'             => 'PUT',
					'permission_callback' => array( self::class, 'may_write' ),
					'callback'            => array( self::class, 'put_working' ),
				),
				array(
					'methods'             => 'DELETE',
					'permission_callback' => array( self::class, 'may_write' ),
					'callback'            => array( self::class, 'delete_working' ),
				),
			)
		);
	}

	/**
	 * Whoever may write articles at all.
	 *
	 * @return true|\WP_Error
	 */
	public static function may_read_any() {
		return current_user_can( 'edit_posts' ) ? true : self::forbidden();
	}

	/**
	 * Whether an article may be worked on: WordPress's own rule, and one's own articles also once they are live,
	 * since the live page is not touched.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return true|\WP_Error
	 */
	public static function may_write( $request ) {
		$post = get_post( (int) $request['id'] );
		if ( ! current_user_can( 'edit_posts' ) ) {
			return self::forbidden();
		}
		if ( ! $post || POST_TYPE !== $post->post_type || 'auto-draft' === $post->post_status ) {
			return new \WP_Error( 'rest_post_invalid_id', __( 'There is no such article.', 'stet' ), array( 'status' => 404 ) );
		}
		return self::is_open( $post ) ? true : self::forbidden();
	}

	/**
	 * Whether who is signed in may work on this article.
	 *
	 * @param \WP_Post $post The article.
	 * @return bool
	 */
	public static function is_open( $post ) {
		return current_user_can( 'edit_post', $post->ID ) || get_current_user_id() === (int) $post->post_author;
	}

	/**
	 * The refusal of who may not.
	 *
	 * @return \WP_Error
	 */
	public static function forbidden() {
		return new \WP_Error( 'rest_forbidden', __( 'This account may not do that.', 'stet' ), array( 'status' => rest_authorization_required_code() ) );
	}

	/**
	 * The post that is an article.
	 *
	 * @param string $uuid The article's id.
	 * @return int 0 if there is none.
	 */
	public static function find( $uuid ) {
		global $wpdb;
		$table = Database::table( 'changes' );
		// phpcs:ignore WordPress.DB
		return (int) $wpdb->get_var( $wpdb->prepare( "SELECT c.post_id FROM $table c JOIN $wpdb->posts p ON p.ID = c.post_id WHERE c.uuid = %s LIMIT 1", $uuid ) );
	}

	/**
	 * GET /articles/{uuid}.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 */
	public static function get_by_uuid( $request ) {
		$request['id'] = self::find( $request['uuid'] );
		$may           = self::may_write( $request );
		return true === $may ? self::answer( (int) $request['id'] ) : $may;
	}

	/**
	 * The content of a post, in the shape that a working version has.
	 *
	 * @param \WP_Post $post The article.
	 * @return array
	 */
	public static function content( $post ) {
		$meta = array();
		foreach ( array_keys( Fields::POST_FIELDS ) as $key ) {
			$meta[ $key ] = (string) get_post_meta( $post->ID, $key, true );
		}
		$terms = array();
		foreach ( array( 'tags' => 'post_tag', 'categories' => 'category' ) as $name => $taxonomy ) {
			$ids            = wp_get_object_terms( $post->ID, $taxonomy, array( 'fields' => 'ids' ) );
			$terms[ $name ] = is_wp_error( $ids ) ? array() : array_map( 'intval', $ids );
			sort( $terms[ $name ] );
		}
		return array(
			'title'          => $post->post_title,
			'content'        => $post->post_content,
			'excerpt'        => $post->post_excerpt,
			'slug'           => $post->post_name,
			'tags'           => $terms['tags'],
			'categories'     => $terms['categories'],
			'featured_media' => (int) get_post_thumbnail_id( $post->ID ),
			'author'         => (int) $post->post_author,
			'meta'           => $meta,
		);
	}

	/**
	 * The working version of a live article. Whoever gives the post another author meanwhile gives it to both, and
	 * the working version is no longer the one that its hash was made of.
	 *
	 * @param int $id The post.
	 * @return array|null
	 */
	public static function working( $id ) {
		$json = (string) get_post_meta( $id, '_stet_working', true );
		$data = '' === $json ? null : json_decode( $json, true );
		if ( ! is_array( $data ) ) {
			return null;
		}
		$author = (int) get_post_field( 'post_author', $id );
		if ( ! isset( $data['author'], $data['author_then'] ) ) {
			$data['author'] = $author;
		} elseif ( $data['author_then'] !== $author ) {
			$data['author']            = $author;
			$data['meta']['stet_hash'] = '';
		}
		unset( $data['author_then'] );
		return $data;
	}

	/**
	 * Keeps a working version, beside the author whom the post has now.
	 *
	 * @param int   $id      The post.
	 * @param array $working The working version.
	 */
	public static function keep_working( $id, $working ) {
		$working['author_then'] = (int) get_post_field( 'post_author', $id );
		update_post_meta( $id, '_stet_working', wp_slash( wp_json_encode( $working, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ) ) );
	}

	/**
	 * The hash of what is being worked on.
	 *
	 * @param int $id The post.
	 * @return string
	 */
	public static function hash( $id ) {
		$working = self::working( $id );
		return $working ? (string) $working['meta']['stet_hash'] : Fields::hash( $id );
	}

	/**
	 * The state of what is being worked on. What WordPress itself says comes first; an approval holds only for
	 * the text that it was given for.
	 *
	 * @param int $id The post.
	 * @return string
	 */
	public static function state( $id ) {
		$status = get_post_status( $id );
		$kept   = (string) get_post_meta( $id, '_stet_state', true );
		if ( in_array( $kept, array( 'approved', 'scheduled' ), true ) && ! self::is_bound( $id ) ) {
			$kept = 'submitted';
		}
		switch ( $status ) {
			case 'trash':
				return 'binned';
			case 'future':
				return 'scheduled';
			case 'pending':
				return 'approved' === $kept ? 'approved' : 'submitted';
			case 'publish':
				return in_array( $kept, array( 'submitted', 'returned', 'approved', 'scheduled' ), true ) ? $kept : 'published';
			default:
				return in_array( $kept, array( 'returned', 'unpublished' ), true ) ? $kept : 'draft';
		}
	}

	/**
	 * What is being worked on, as one hash that this site makes.
	 *
	 * @param int $id The post.
	 * @return string
	 */
	private static function fingerprint( $id ) {
		$working = self::working( $id );
		return $working ? Fields::fingerprint_of( $working ) : Fields::fingerprint( $id );
	}

	/**
	 * Whether the article is still the one that its state was given for: by the client's hash, and by the
	 * site's own, should a client send another text under the same hash.
	 *
	 * @param int $id The post.
	 * @return bool
	 */
	public static function is_bound( $id ) {
		$hash = self::hash( $id );
		return '' !== $hash && get_post_meta( $id, '_stet_state_hash', true ) === $hash
			&& Fields::is_same( (string) get_post_meta( $id, '_stet_state_of', true ), self::fingerprint( $id ) );
	}

	/**
	 * Keeps a state.
	 *
	 * @param int    $id    The post.
	 * @param string $state The state.
	 * @param string $hash  The content that it is bound to.
	 * @param int    $at    For what is scheduled: when.
	 */
	public static function set_state( $id, $state, $hash = '', $at = 0 ) {
		wp_clear_scheduled_hook( Workflow::PUBLISH_EVENT, array( (int) $id ) );
		update_post_meta( $id, '_stet_state', $state );
		update_post_meta( $id, '_stet_state_hash', $hash );
		update_post_meta( $id, '_stet_state_of', self::fingerprint( $id ) );
		update_post_meta( $id, '_stet_state_at', (int) $at );
	}

	/**
	 * Action transition_post_status: somebody moved the post by WordPress's own means.
	 *
	 * @param string   $now    The new status.
	 * @param string   $before The old one.
	 * @param \WP_Post $post   The post.
	 */
	public static function status_changed( $now, $before, $post ) {
		if ( POST_TYPE !== $post->post_type || $now === $before || Workflow::is_moving() || 'new' === $before || 'auto-draft' === $before ) {
			return;
		}
		foreach ( array( '_stet_state', '_stet_state_hash', '_stet_state_of', '_stet_state_at' ) as $key ) {
			delete_post_meta( $post->ID, $key );
		}
		wp_clear_scheduled_hook( Workflow::PUBLISH_EVENT, array( $post->ID ) );
	}

	/**
	 * An article as its writers see it.
	 *
	 * @param int $id The post.
	 * @return \WP_REST_Response
	 */
	public static function answer( $id ) {
		$version  = Versions::of_answer( $id );
		$response = new \WP_REST_Response( self::describe( $id, $version ) );
		$response->header( 'ETag', Versions::etag( $id, $version ) );
		return $response;
	}

	/**
	 * The same as data.
	 *
	 * @param int $id      The post.
	 * @param int $version Its version.
	 * @return array
	 */
	public static function describe( $id, $version ) {
		$post      = get_post( $id );
		$live      = 'publish' === $post->post_status;
		$live_hash = $live ? Fields::hash( $id ) : '';
		$hash      = self::hash( $id );
		$author    = get_userdata( $post->post_author );
		$state     = self::state( $id );
		$at        = 'future' === $post->post_status ? strtotime( $post->post_date_gmt . ' UTC' ) : (int) get_post_meta( $id, '_stet_state_at', true );
		$article   = self::content( $post );
		$working   = self::working( $id );
		return array(
			'post'      => $id,
			'id'        => (string) get_post_meta( $id, 'stet_id', true ) ?: null, // phpcs:ignore WordPress.PHP.DisallowShortTernary
			'state'     => $state,
			'version'   => Versions::etag( $id, $version ),
			'hash'      => '' === $hash ? null : $hash,
			'live'      => $live,
			'live_hash' => '' === $live_hash ? null : $live_hash,
			'url'       => $live ? get_permalink( $post ) : null,
			'published' => $live ? self::time( $post->post_date_gmt ) : null,
			'scheduled' => 'scheduled' === $state && $at ? gmdate( 'Y-m-d\TH:i:s\Z', $at ) : null,
			'modified'  => self::time( $post->post_modified_gmt ),
			'author'    => $author ? $author->user_nicename : '',
			'article'   => $article,
			'working'   => $working,
			'names'     => (object) self::names( $working ? array( $article, $working ) : array( $article ) ),
			'authors'   => (object) self::authors( $working ? array( $article, $working ) : array( $article ) ),
			'pictures'  => (object) self::pictures( $working ? array( $article, $working ) : array( $article ) ),
			'review'    => Review::get( $id ),
		);
	}

	/**
	 * The names of the terms in contents.
	 *
	 * @param array $contents Contents.
	 * @return array By id.
	 */
	private static function names( $contents ) {
		$names = array();
		foreach ( $contents as $content ) {
			foreach ( array_merge( $content['tags'], $content['categories'] ) as $term ) {
				$found = get_term( $term );
				if ( $found instanceof \WP_Term ) {
					$names[ $term ] = html_entity_decode( $found->name, ENT_QUOTES, 'UTF-8' );
				}
			}
		}
		return $names;
	}

	/**
	 * The names of the authors of contents.
	 *
	 * @param array $contents Contents.
	 * @return array By id.
	 */
	private static function authors( $contents ) {
		$names = array();
		foreach ( $contents as $content ) {
			$user = get_userdata( $content['author'] );
			if ( $user ) {
				$names[ $user->ID ] = $user->display_name;
			}
		}
		return $names;
	}

	/**
	 * The lead photos of contents, as the library has them.
	 *
	 * @param array $contents Contents.
	 * @return array By id.
	 */
	private static function pictures( $contents ) {
		$pictures = array();
		foreach ( $contents as $content ) {
			$id  = (int) $content['featured_media'];
			$url = $id ? wp_get_attachment_url( $id ) : false;
			if ( $url ) {
				$pictures[ $id ] = array(
					'url'     => $url,
					'alt'     => (string) get_post_meta( $id, '_wp_attachment_image_alt', true ),
					'caption' => html_entity_decode( wp_strip_all_tags( (string) wp_get_attachment_caption( $id ) ), ENT_QUOTES, 'UTF-8' ),
				);
			}
		}
		return $pictures;
	}

	/**
	 * A database time in RFC 3339.
	 *
	 * @param string $gmt The time.
	 * @return string|null
	 */
	public static function time( $gmt ) {
		return '0000-00-00 00:00:00' === $gmt ? null : str_replace( ' ', 'T', $gmt ) . 'Z';
	}

	/**
	 * PUT /posts/{id}/working.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 */
	public static function put_working( $request ) {
		$id   = (int) $request['id'];
		$post = get_post( $id );
		if ( 'publish' !== $post->post_status ) {
			return new \WP_Error( 'stet_state', __( 'Only a live article has a working version beside it. Save this one as a post.', 'stet' ), array( 'status' => 409 ) );
		}
		if ( strlen( $request->get_body() ) > self::BYTES_MAX ) {
			return new \WP_Error( 'stet_too_large', __( 'The article is too long for this site.', 'stet' ), array( 'status' => 413 ) );
		}
		$current = self::working( $id );
		$working = self::clean( $request->get_json_params(), $current ? $current : self::content( $post ) );
		if ( is_wp_error( $working ) ) {
			return $working;
		}
		self::keep_working( $id, $working );
		return self::answer( $id );
	}

	/**
	 * What a working version may hold, filtered as a save by the same person would be.
	 *
	 * @param mixed $sent What came.
	 * @param array $base What was there.
	 * @return array|\WP_Error
	 */
	private static function clean( $sent, $base ) {
		$invalid = new \WP_Error( 'stet_invalid_field', __( 'The working version is not an article.', 'stet' ), array( 'status' => 400 ) );
		if ( ! is_array( $sent ) ) {
			return $invalid;
		}
		$base['meta']['stet_hash'] = '';
		foreach ( array( 'title', 'content', 'excerpt', 'slug' ) as $key ) {
			$value = isset( $sent[ $key ] ) ? $sent[ $key ] : $base[ $key ];
			$value = is_array( $value ) && isset( $value['raw'] ) ? $value['raw'] : $value;
			if ( ! is_string( $value ) ) {
				return $invalid;
			}
			$base[ $key ] = $value;
		}
		if ( ! current_user_can( 'unfiltered_html' ) ) {
			$base['title']   = wp_kses( $base['title'], 'data' );
			$base['content'] = wp_kses_post( $base['content'] );
			$base['excerpt'] = wp_kses_post( $base['excerpt'] );
		}
		$base['slug'] = sanitize_title( $base['slug'] );
		foreach ( array( 'tags', 'categories' ) as $key ) {
			$base[ $key ] = wp_parse_id_list( isset( $sent[ $key ] ) ? $sent[ $key ] : $base[ $key ] );
			sort( $base[ $key ] );
		}
		$author = isset( $sent['author'] ) ? absint( $sent['author'] ) : $base['author'];
		if ( $author !== $base['author'] && ! current_user_can( 'edit_others_posts' ) ) {
			return new \WP_Error( 'rest_cannot_edit_others', __( 'This account may not do that.', 'stet' ), array( 'status' => rest_authorization_required_code() ) );
		}
		if ( $author !== $base['author'] && ! get_userdata( $author ) ) {
			return new \WP_Error( 'rest_invalid_author', __( 'This author has no account here.', 'stet' ), array( 'status' => 400 ) );
		}
		$base['author']         = $author;
		$base['featured_media'] = isset( $sent['featured_media'] ) ? absint( $sent['featured_media'] ) : $base['featured_media'];
		$meta                   = isset( $sent['meta'] ) && is_array( $sent['meta'] ) ? $sent['meta'] : array();
		$base['meta']           = array_merge( $base['meta'], array_intersect_key( $meta, Fields::POST_FIELDS ) );
		return $base;
	}

	/**
	 * DELETE /posts/{id}/working: back to what is live.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 */
	public static function delete_working( $request ) {
		$id = (int) $request['id'];
		delete_post_meta( $id, '_stet_working' );
		if ( 'publish' === get_post_status( $id ) ) {
			self::set_state( $id, 'published' );
		}
		return self::answer( $id );
	}

	/**
	 * Puts the working version in the post's place, together with a new status.
	 *
	 * @param int   $id      The post.
	 * @param array $changes What else changes, as for wp_update_post().
	 * @return true|\WP_Error
	 */
	public static function apply( $id, $changes ) {
		$working = self::working( $id );
		$fields  = array( 'ID' => $id ) + $changes;
		if ( $working ) {
			$fields['post_title']   = $working['title'];
			$fields['post_content'] = $working['content'];
			$fields['post_excerpt'] = $working['excerpt'];
			$fields['post_author']  = $working['author'];
			// The address of a page never changes by itself; what is stored was filtered when it came.
			delete_post_meta( $id, '_stet_working' );
			kses_remove_filters();
		}
		$result = wp_update_post( wp_slash( $fields ), true );
		if ( $working ) {
			kses_init();
		}
		if ( is_wp_error( $result ) ) {
			return $result;
		}
		if ( $working ) {
			wp_set_object_terms( $id, $working['tags'], 'post_tag' );
			wp_set_object_terms( $id, $working['categories'], 'category' );
			if ( $working['featured_media'] ) {
				set_post_thumbnail( $id, $working['featured_media'] );
			} else {
				delete_post_thumbnail( $id );
			}
			foreach ( $working['meta'] as $key => $value ) {
				update_post_meta( $id, $key, wp_slash( $value ) );
			}
			Fields::seal( $id );
		}
		return true;
	}
}
